using System.Text.RegularExpressions;

namespace AuditDashboard.Tests;

/// <summary>The list of threats in <c>tests/threats.md</c>: each stands there once, and what it names as proof exists.</summary>
public sealed partial class ThreatListTests
{
    [Fact]
    public void List_NamesEachThreatOnce_AndTestsThatExist()
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "AuditDashboard.sln")))
        {
            root = Path.GetDirectoryName(root)!; // the tests lie in the repository
        }

        var rows = File.ReadAllLines(Path.Combine(root, "tests", "threats.md")).Where(line => line.StartsWith("| T", StringComparison.Ordinal)).Select(line => line.Split('|', StringSplitOptions.TrimEntries)).ToList();
        Assert.Equal(Enumerable.Range(1, 62).Select(n => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"T{n:00}")), rows.Select(row => row[1].Split(' ')[0]));

        // Classes by name: some names are in more than one project.
        var sources = Directory.EnumerateFiles(Path.Combine(root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Select(File.ReadAllText)
            .SelectMany(text => Class().Matches(text).Select(match => (Name: match.Groups[1].Value, Text: text)))
            .ToLookup(found => found.Name, found => found.Text, StringComparer.Ordinal);
        foreach (var row in rows)
        {
            Assert.True(row[2] == "none" || Named().IsMatch(row[2]), row[1]);
            Assert.True(row[3].Length > 0, row[1]);
            foreach (Match named in Named().Matches(row[2] + row[3]))
            {
                var (type, method) = (named.Groups[1].Value, named.Groups[2].Value);
                Assert.True(sources.Contains(type), $"{row[1]}: there is no test class {type}.");
                Assert.True(method.Length == 0 || sources[type].Any(text => text.Contains($" {method}(", StringComparison.Ordinal)), $"{row[1]}: {type} has no test {method}.");
            }
        }
    }

    [GeneratedRegex(@"\bclass (\w+Tests)\b")]
    private static partial Regex Class();

    [GeneratedRegex(@"`(\w+Tests)(?:\.(\w+))?`")]
    private static partial Regex Named();
}
