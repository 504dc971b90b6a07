using AuditDashboard.Storage.Credentials;
using AuditDashboard.Tests.SignIn.Raw;

namespace AuditDashboard.Tests.SignIn.Commands;

/// <summary>One way to call each command that not everybody may call.</summary>
internal static class CommandReplays
{
    public static IReadOnlyList<CommandReplay> All { get; } =
    [
        new("AddToReview.AddAsync", things => things.Change, RawStep.Write("add-title", "Added"), RawStep.Send("Add to a review")) { MakesItsOwn = true },
        new("LinksPage.RevokeAsync", _ => "/links", things => [Labelled($"Revoke {things.LinkTitle}"), Labelled($"Yes, revoke {things.LinkTitle}")]),
        new("LookBackBox.StartAsync", things => things.Change, RawStep.Press("look-back-open"), RawStep.Press("look-back-start")),
        new("LookBackBox.CancelAsync", things => things.OtherChange, RawStep.Press("look-back-cancel")),
        new("OpenLinkBox.MakeAsync", things => things.Snapshot, RawStep.Press("make-open-link")),
        new("OpenLinkBox.RevokeAsync", things => things.Snapshot, things => [Labelled($"Revoke link {things.OpenLink}"), Labelled($"Yes, revoke link {things.OpenLink}")]),
        new("QueriesPage.RunNowAsync", _ => "/queries?cluster=demo", RawStep.Press("run-now")) { Least = DashboardRole.Administrator },
        new("ReviewPage.MarkAsync", things => things.ReviewedItem, RawStep.Press("decide-expected"), RawStep.Send("Mark")),
        new("ReviewPage.TakeInAsync", things => things.Review, RawStep.Press("take-in")),
        new("ReviewPage.CloseAsync", things => things.Review, RawStep.Press("close-review"), RawStep.Press("close-now")),
        new("ShareBox.MakeAsync", things => things.List, RawStep.Press("share"), RawStep.Send("Short link")) { MakesItsOwn = true },
        new("FreezeBox.FreezeAsync", things => things.List, RawStep.Press("share"), RawStep.Press("freeze")) { MakesItsOwn = true },
        new("SnapshotList.RevokeAsync", _ => "/links", things => [Labelled("Revoke snapshot 1"), Labelled("Yes, revoke snapshot 1")]),
        new("StartReview.StartAsync", things => things.List, RawStep.Press("start-review"), RawStep.Send("Start a review")) { MakesItsOwn = true },
    ];

    private static RawStep Labelled(string label) => new("click", "aria-label", label);
}

/// <summary>How a command is called.</summary>
/// <param name="Command">The component and its method.</param>
/// <param name="Page">Path of the page.</param>
/// <param name="Steps">What a person does there; the last step calls the command.</param>
internal sealed record CommandReplay(string Command, Func<CommandThings, string> Page, Func<CommandThings, RawStep[]> Steps)
{
    public CommandReplay(string command, Func<CommandThings, string> page, params RawStep[] steps)
        : this(command, page, _ => steps)
    {
    }

    /// <summary>Who may call it at least.</summary>
    public DashboardRole Least { get; init; } = DashboardRole.Reviewer;

    /// <summary>True if it makes something of one's own out of what one sees, which is nothing for whoever may not see the cluster.</summary>
    public bool MakesItsOwn { get; init; }
}
