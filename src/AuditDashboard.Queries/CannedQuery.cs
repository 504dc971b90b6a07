using System.Security.Cryptography;
using System.Text;
using AuditDashboard.LogsInsights;

namespace AuditDashboard.Queries;

/// <summary>An entry of the catalog: what it is for, a selection (the filter) and a presentation (fields, stats, sort, limit).</summary>
public sealed record CannedQuery
{
    private readonly Lazy<Selection> _selection;
    private readonly Lazy<string> _selectionHash;

    /// <summary>Makes a query whose selection is compiled on first use: a command that runs one query does not wait for all others.</summary>
    /// <param name="selection">Compiles the selection; its text must be right.</param>
    internal CannedQuery(Func<Selection> selection)
    {
        _selection = new Lazy<Selection>(selection);
        _selectionHash = new Lazy<string>(() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Selection.CanonicalText))));
    }

    /// <summary>Stable id, such as <c>rolebindings</c>: lower-case letters, digits and hyphens.</summary>
    public required string Id { get; init; }

    /// <summary>Title for people, in sentence case, such as "Role bindings".</summary>
    public required string Title { get; init; }

    /// <summary>What it tells a reviewer, one or two sentences.</summary>
    public required string Purpose { get; init; }

    /// <summary>The selection's text, without the word <c>filter</c>. Harvest and coverage use this alone.</summary>
    public required string SelectionText { get; init; }

    /// <summary>The whole text to paste into the console or Explore: stream filter, selection, presentation.</summary>
    public required string Text { get; init; }

    /// <summary>The text of the EKS best-practices guide, exactly as printed there; null where the guide has none.</summary>
    public string? GuideText { get; init; }

    /// <summary>How our text differs from the guide's and why; null where the guide has none.</summary>
    public string? DifferenceFromGuide { get; init; }

    /// <summary>Rank in the stacked chart: an event that several queries match is drawn once, under the lowest rank (the narrowest query).</summary>
    public required int StackRank { get; init; }

    /// <summary>The compiled selection.</summary>
    public Selection Selection => _selection.Value;

    /// <summary>Hex SHA-256 of the selection's canonical text: coverage collected under another hash does not count for this query.</summary>
    public string SelectionHash => _selectionHash.Value;

    /// <summary>True for a query of a log group of CloudTrail, false for one of a cluster's audit log.</summary>
    public bool IsOfTrail { get; init; }

    /// <summary>True for a query that a user added in settings.</summary>
    public bool IsUserDefined { get; init; }
}
