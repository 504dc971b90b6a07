using AuditDashboard.LogsInsights.Functions;
using AuditDashboard.LogsInsights.Syntax;

namespace AuditDashboard.LogsInsights.Tests;

public sealed class LanguageReferenceTests
{
    [Fact]
    public void Functions_EveryOneOfTheTables_HasExactlyOneEntryAndTheReverse()
    {
        var accepted = AggregateNames.All.Concat(FunctionTable.Names).Append("bin").Order(StringComparer.Ordinal);

        Assert.Equal(accepted, LanguageReference.Functions.Select(f => f.Name).Order(StringComparer.Ordinal));
        Assert.Equal(accepted, FunctionTexts.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Entries_All_HaveTheirNameInTheSignatureAndASentence()
    {
        foreach (var entry in LanguageReference.All)
        {
            Assert.Contains(entry.Name, entry.Signature, StringComparison.Ordinal);
            Assert.EndsWith(".", entry.Summary, StringComparison.Ordinal);
        }

        Assert.Equal(LanguageReference.All.Count, LanguageReference.All.Select(e => (e.Name, e.Kind)).Distinct().Count());
    }

    [Fact]
    public void Commands_EveryEntry_IsReadByTheParser()
    {
        foreach (var entry in LanguageReference.Commands)
        {
            // The bare word may lack its arguments, but is never unknown.
            InsightsQuery.TryCompile(entry.Name, QueryOptions.Default, out _, out var error);

            Assert.False(error?.Code is "E-COMMAND" or "E-UNSUPPORTED", entry.Name);
        }
    }

    [Theory]
    [InlineData("pattern")]
    [InlineData("diff")]
    [InlineData("anomaly")]
    [InlineData("join")]
    [InlineData("search")]
    [InlineData("tail")]
    public void Commands_Refused_HaveNoEntry(string name)
    {
        Assert.DoesNotContain(LanguageReference.Commands, c => c.Name == name);
        Assert.False(InsightsQuery.TryCompile(name, QueryOptions.Default, out _, out var error));
        Assert.Equal("E-UNSUPPORTED", error.Code);
    }

    [Fact]
    public void Functions_EveryEntry_IsBoundByTheEngine()
    {
        foreach (var entry in LanguageReference.Functions)
        {
            var text = entry.Kind == LanguageEntryKind.Aggregate ? $"stats {entry.Name}()" : $"fields {entry.Name}()";
            InsightsQuery.TryCompile(text, QueryOptions.Default, out _, out var error);

            Assert.True(error is null or { Code: "E-ARGUMENTS" }, $"{entry.Name}: {error}");
        }
    }

    [Fact]
    public void Keywords_Reserved_CannotNameAField()
    {
        foreach (var keyword in Keywords.All)
        {
            Assert.Equal(!keyword.IsReserved, InsightsQuery.TryCompile($"fields {keyword.Word}", QueryOptions.Default, out _, out _));
        }
    }
}
