namespace AuditDashboard.Tests.Exports;

/// <summary>The hostile corpus, which the browser tests plant in events too.</summary>
internal static class HostileStrings
{
    /// <summary>The strings, each as a JSON string with its quotes: what no .NET string can hold (lone surrogates) stays as it is.</summary>
    public static IReadOnlyList<string> Literals { get; } = Read();

    private static List<string> Read()
    {
        using var stream = typeof(HostileStrings).Assembly.GetManifestResourceStream("hostile.txt") ?? throw new InvalidOperationException("The hostile strings are missing.");
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n').Where(line => line.StartsWith('"'))];
    }
}
