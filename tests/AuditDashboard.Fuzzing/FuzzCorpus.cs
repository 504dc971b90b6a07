using System.Globalization;
using System.Text;

namespace AuditDashboard.Fuzzing;

/// <summary>The inputs kept from fuzzing, one a line: printable ASCII as it is, a backslash doubled, other bytes as <c>\xNN</c>.</summary>
public static class FuzzCorpus
{
    /// <summary>Names of the targets.</summary>
    public static IReadOnlyList<string> Targets { get; } = ["query", "selection", "pair", "input", "event"];

    /// <summary>The inputs of a target.</summary>
    /// <param name="target">A name of <see cref="FuzzTargets.All"/>.</param>
    public static IReadOnlyList<byte[]> Read(string target)
    {
        using var stream = typeof(FuzzCorpus).Assembly.GetManifestResourceStream(target)
            ?? throw new ArgumentException($"There is no corpus {target}.", nameof(target));
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var inputs = new List<byte[]>();
        while (reader.ReadLine() is { } line)
        {
            inputs.Add(OfLine(line));
        }

        return inputs;
    }

    /// <summary>An input as a line.</summary>
    public static string ToLine(ReadOnlySpan<byte> input)
    {
        var line = new StringBuilder();
        foreach (var b in input)
        {
            line.Append(b switch
            {
                (byte)'\\' => "\\\\",
                >= 0x20 and < 0x7F => ((char)b).ToString(),
                _ => string.Create(CultureInfo.InvariantCulture, $"\\x{b:x2}"),
            });
        }

        return line.ToString();
    }

    /// <summary>The input that a line stands for.</summary>
    public static byte[] OfLine(string line)
    {
        var input = new List<byte>();
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] != '\\')
            {
                input.Add((byte)line[i]);
            }
            else if (line[++i] == '\\')
            {
                input.Add((byte)'\\');
            }
            else
            {
                input.Add(byte.Parse(line.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 2;
            }
        }

        return [.. input];
    }
}
