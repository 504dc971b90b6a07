using AuditDashboard.Shared.Text;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.SavedQueries;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Explore;

/// <summary>The last runs, each a link that fills the editor with it.</summary>
public sealed partial class HistoryList
{
    /// <summary>The reader.</summary>
    [Parameter, EditorRequired]
    public required Person? Person { get; set; }

    /// <summary>The runs, newest first.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<QueryRunRecord> Runs { get; set; }

    /// <summary>The URL of a run's query.</summary>
    [Parameter, EditorRequired]
    public required Func<QueryRunRecord, string> UrlOf { get; set; }

    private static string Rows(QueryRunRecord run) => run.Outcome switch
    {
        QueryRunOutcome.Complete => Numbers.Count(run.Rows),
        QueryRunOutcome.Partial => Numbers.Count(run.Rows) + ", partial",
        QueryRunOutcome.Failed => "failed",
        _ => "failed",
    };
}
