using System.Text.Encodings.Web;
using System.Text.Json;

namespace AuditDashboard.BrowserTests.Hostile;

/// <summary>Strings that somebody who talks to the API server could send: those of the file beside this one, or of the file that <c>AUDIT_CORPUS</c> names.</summary>
internal static class HostileStrings
{
    private static readonly JsonSerializerOptions AsWritten = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The strings, each as a JSON string with its quotes: what no .NET string can hold (lone surrogates) stays as it is.</summary>
    public static IReadOnlyList<string> Literals { get; } = Environment.GetEnvironmentVariable("AUDIT_CORPUS") is { Length: > 0 } path ? Foreign(File.ReadAllText(path)) : Stored();

    /// <summary>Those that a .NET string can hold.</summary>
    public static IReadOnlyList<string> Texts { get; } = TextsOf(Literals);

    /// <summary>The strings of the file beside this one, whatever the environment says.</summary>
    public static IReadOnlyList<string> Stored()
    {
        using var stream = typeof(HostileStrings).Assembly.GetManifestResourceStream("corpus.txt") ?? throw new InvalidOperationException("The corpus is not in the assembly.");
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.StartsWith('"'))];
    }

    /// <summary>The strings of a corpus that was not made for these tests: each line is one, as it stands or, where it is a JSON string, what that says. Empty lines and repeats are left out.</summary>
    public static IReadOnlyList<string> Foreign(string lines) =>
        [.. lines.Split('\n').Select(line => line.TrimEnd('\r')).Where(line => line.Length > 0).Select(line => IsLiteral(line) ? line : JsonSerializer.Serialize(line, AsWritten)).Distinct(StringComparer.Ordinal)];

    /// <summary>Those of the strings that a .NET string can hold.</summary>
    public static IReadOnlyList<string> TextsOf(IEnumerable<string> literals) => [.. literals.Select(Decode).OfType<string>()];

    /// <summary>The string that a literal says; null where no .NET string can hold it.</summary>
    public static string? Decode(string literal)
    {
        try
        {
            return JsonSerializer.Deserialize<string>(literal);
        }
        catch (JsonException)
        {
            return null; // a lone surrogate
        }
    }

    private static bool IsLiteral(string line)
    {
        try
        {
            return line[0] == '"' && JsonDocument.Parse(line) is { RootElement.ValueKind: JsonValueKind.String };
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
