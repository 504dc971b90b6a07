using System.Text;

namespace AuditDashboard.LogsInsights.Tests.Cases;

/// <summary>
/// A file of cases: lines <c>input ⇶ expected</c> under headings that start with #. In either part ⏎ stands for a line feed.
/// </summary>
internal static class CaseFile
{
    private const string Arrow = " ⇶ ";

    public static IEnumerable<TheoryDataRow<string, string>> Read(string name)
    {
        using var stream = typeof(CaseFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"There is no case file {name}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var rows = new List<TheoryDataRow<string, string>>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line.StartsWith("# ", StringComparison.Ordinal))
            {
                continue;
            }

            var at = line.IndexOf(Arrow, StringComparison.Ordinal);
            if (at < 0)
            {
                throw new InvalidOperationException($"{name}: no arrow in: {line}");
            }

            rows.Add(new(Plain(line[..at]), Plain(line[(at + Arrow.Length)..])));
        }

        return rows;
    }

    private static string Plain(string text) => text.Replace('⏎', '\n');
}
