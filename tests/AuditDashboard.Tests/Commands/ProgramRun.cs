using System.Diagnostics;
using System.Text;

namespace AuditDashboard.Tests.Commands;

/// <summary>What a run of the real program gave: its streams as bytes.</summary>
internal sealed record ProgramResult(int ExitCode, byte[] OutputBytes, string Error)
{
    public string Output => Encoding.UTF8.GetString(OutputBytes);

    public string[] OutputLines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public string[] ErrorLines => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}

/// <summary>Runs the real program as a process, in a folder of its own.</summary>
/// <remarks><c>AUDIT_PROGRAM</c> names a folder with the program compiled ahead of time, as <c>.ci/run</c> makes one: half of the life of a command is else spent compiling.</remarks>
internal sealed class ProgramRun : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("audit-commands-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Writes a file into the folder and gives its path.</summary>
    public string Write(string name, string content) => Write(name, Encoding.UTF8.GetBytes(content));

    /// <summary>Writes a file into the folder and gives its path.</summary>
    public string Write(string name, byte[] content)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    public Task<ProgramResult> RunAsync(params string[] arguments) => RunAsync([], [], arguments);

    public async Task<ProgramResult> RunAsync(byte[] input, (string Key, string Value)[] settings, params string[] arguments)
    {
        using var process = Process.Start(StartInfo(settings, arguments))!; // A new process: UseShellExecute is off.
        var output = new MemoryStream();
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output, TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await WriteInputAsync(process, input);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await reading;
        return new ProgramResult(process.ExitCode, output.ToArray(), await error);
    }

    public ProcessStartInfo StartInfo((string Key, string Value)[] settings, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
        };
        var folder = Environment.GetEnvironmentVariable("AUDIT_PROGRAM") is { Length: > 0 } given ? given : AppContext.BaseDirectory;
        start.ArgumentList.Add(Path.Combine(folder, "AuditDashboard.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["DOTNET_CONTENTROOT"] = Folder;
        foreach (var (key, value) in settings)
        {
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return start;
    }

    private static async Task WriteInputAsync(Process process, byte[] input)
    {
        try
        {
            await process.StandardInput.BaseStream.WriteAsync(input, TestContext.Current.CancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program ended without reading it all.
        }
    }
}
