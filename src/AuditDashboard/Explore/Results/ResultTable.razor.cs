using AuditDashboard.Explore.Running;
using AuditDashboard.Shared.Scope;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Explore.Results;

/// <summary>One page of a result as a table; the selected row is open below its line.</summary>
public sealed partial class ResultTable
{
    /// <summary>The result.</summary>
    [Parameter, EditorRequired]
    public required ExploreResult Result { get; set; }

    /// <summary>What its columns are.</summary>
    [Parameter, EditorRequired]
    public required ResultShape Shape { get; set; }

    /// <summary>The rows of this page.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<NumberedRow> Rows { get; set; }

    /// <summary>The page's state.</summary>
    [Parameter, EditorRequired]
    public required ExploreState State { get; set; }

    /// <summary>The URL of a state.</summary>
    [Parameter, EditorRequired]
    public required Func<ExploreState, string> UrlOf { get; set; }

    /// <summary>The page's scope, kept in links to events.</summary>
    [Parameter, EditorRequired]
    public required PageScope Scope { get; set; }

    /// <summary>The reader filters for, or out, a value.</summary>
    [Parameter]
    public EventCallback<FieldChoice> OnFilter { get; set; }

    /// <summary>Most columns that the table shows; the open row has all.</summary>
    public const int MaxColumns = 60;

    private int Columns => Math.Min(Result.Columns.Count, MaxColumns);

    // A record of a file may not be stored: its open row finds out.
    private bool HasEvents => Result.Request.Source == ExploreSource.Collected && Rows.Any(r => r.Row.EventId is not null);
}
