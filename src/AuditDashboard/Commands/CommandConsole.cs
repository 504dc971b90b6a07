using System.Text;
using Microsoft.Win32.SafeHandles;

namespace AuditDashboard.Commands;

/// <summary>The three standard streams as bytes: results alone go to the output, everything else to the error stream.</summary>
internal sealed class CommandConsole : IDisposable
{
    private const int BrokenPipe = 32;
    private readonly StreamWriter _error;

    /// <summary>Wraps streams.</summary>
    public CommandConsole(Stream input, Stream output, Stream error)
    {
        Input = input;
        Output = new BufferedStream(output, 64 * 1024);
        _error = new StreamWriter(error, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
    }

    /// <summary>Standard input.</summary>
    public Stream Input { get; }

    /// <summary>Standard output, buffered; flushed when the console is disposed of.</summary>
    public Stream Output { get; }

    /// <summary>Opens the process's own streams.</summary>
    public static CommandConsole Open() => new(Console.OpenStandardInput(), OpenOutput(), Console.OpenStandardError());

    /// <summary>True if this is what writing to a pipe gives whose reader has gone, as with <c>| head</c>.</summary>
    public static bool IsClosedPipe(IOException exception) => exception.HResult == BrokenPipe;

    /// <summary>Writes one line to standard error; control characters of log content are shown as escapes.</summary>
    public void Say(string line) => _error.WriteLine(ControlCharacters.Escape(line));

    /// <summary>Writes a defect to standard error, for a report.</summary>
    public void SayTrace(Exception exception) => _error.WriteLine("This is a defect of the program: " + exception);

    /// <inheritdoc/>
    public void Dispose()
    {
        try
        {
            Output.Flush();
        }
        finally
        {
            _error.Dispose();
        }
    }

    /// <summary>
    /// .NET's console stream ignores a closed pipe, so that <c>| head</c> would let a long command run to its end.
    /// A file stream reports it, but keeps its own position in a seekable file and would overwrite what others of a
    /// shell group write to it: so the file stream is for pipes only.
    /// </summary>
    private static Stream OpenOutput()
    {
        if (!OperatingSystem.IsWindows())
        {
            var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
            if (!stream.CanSeek)
            {
                return stream;
            }
        }

        return Console.OpenStandardOutput();
    }
}
