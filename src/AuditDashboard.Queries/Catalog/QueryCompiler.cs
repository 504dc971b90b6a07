using System.Diagnostics.CodeAnalysis;
using AuditDashboard.LogsInsights;

namespace AuditDashboard.Queries.Catalog;

/// <summary>Makes canned queries out of their texts, checking every text with the engine.</summary>
internal static class QueryCompiler
{
    private const int LongestId = 40;

    /// <summary>Makes a query of the shipped catalog. Tests hold its texts to be right; the selection is compiled when it is needed.</summary>
    public static CannedQuery Compile(CatalogEntry entry) => new(() => CompileSelection(entry))
    {
        Id = entry.Id,
        Title = entry.Title,
        Purpose = entry.Purpose,
        SelectionText = entry.Selection,
        Text = entry.Text,
        GuideText = entry.GuideText,
        DifferenceFromGuide = entry.DifferenceFromGuide,
        StackRank = entry.StackRank,
    };

    /// <summary>Makes a user's query; false with one sentence.</summary>
    public static bool TryCompile(
        UserQuery written, int stackRank, [NotNullWhen(true)] out CannedQuery? query, [NotNullWhen(false)] out string? error)
    {
        query = null;
        if (!IsId(written.Id))
        {
            error = $"The id '{written.Id}' is not usable; write 1 to {LongestId} lower-case letters, digits and hyphens, starting with a letter.";
            return false;
        }

        if (string.IsNullOrWhiteSpace(written.Text))
        {
            error = "The text is empty; write a query, or a filter expression such as verb = \"delete\".";
            return false;
        }

        if (!TryRead(written.Text, out var selection, out var text, out error))
        {
            return false;
        }

        query = new CannedQuery(() => selection)
        {
            Id = written.Id,
            Title = string.IsNullOrWhiteSpace(written.Title) ? written.Id : written.Title,
            Purpose = written.Purpose,
            SelectionText = selection.Text,
            Text = text,
            StackRank = stackRank,
            IsUserDefined = true,
        };
        return true;
    }

    // A filter expression is tried first, unless the text starts like a query: its error then says more.
    private static bool TryRead(string written, [NotNullWhen(true)] out Selection? selection, out string text, [NotNullWhen(false)] out string? error)
    {
        text = written;
        if (Selection.TryCompile(written, out selection, out var expressionError))
        {
            text = $"fields @timestamp, @message\n| filter {StreamFilter.Condition}\n| filter {written}\n| sort @timestamp desc\n| limit 100";
            error = InsightsQuery.TryCompile(text, QueryOptions.Default, out _, out _) ? null : "The expression is too long for a query; shorten it.";
            return error is null;
        }

        if (!InsightsQuery.TryCompile(written, QueryOptions.Default, out var query, out var queryError))
        {
            // Whoever wrote a pipe or began with a command meant a query.
            var best = queryError.Code == "E-COMMAND" && !written.Contains('|', StringComparison.Ordinal) ? expressionError : queryError;
            error = $"The text is not a query: line {best.Line}, column {best.Column}: {best.Message}";
            return false;
        }

        if (!query.TryGetSelection([StreamFilter.Condition], out selection, out var selectionError))
        {
            error = $"The text cannot be used as a canned query: line {selectionError.Line}, column {selectionError.Column}: {selectionError.Message}";
            return false;
        }

        error = null;
        return true;
    }

    private static Selection CompileSelection(CatalogEntry entry) => Selection.TryCompile(entry.Selection, out var selection, out var error)
        ? selection
        : throw new InvalidOperationException($"The catalog's query '{entry.Id}' is wrong: {error}");

    private static bool IsId(string id) =>
        id.Length is >= 1 and <= LongestId && char.IsAsciiLetterLower(id[0]) && id.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
