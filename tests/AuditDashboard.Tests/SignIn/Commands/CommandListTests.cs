using System.Reflection;
using AuditDashboard.Shell;
using AuditDashboard.SignIn;
using AuditDashboard.Storage;
using Hangfire;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Tests.SignIn.Commands;

/// <summary>
/// Every method of a component of a page that may change something is decided about here, and asks for the role before it does. A new one fails until
/// somebody has decided who may call it; those of reviewers and administrators are sent as somebody else by <see cref="CommandReplayTests"/>.
/// </summary>
public sealed class CommandListTests
{
    private enum Least
    {
        Nobody,
        Viewer,
        Reviewer,
        Administrator,
    }

    private static readonly string[] Writers = ["WriteAsync", "OpenWriteAsync"];

    /// <summary>Who may call what at least.</summary>
    private static readonly Dictionary<string, Least> Decided = new(StringComparer.Ordinal)
    {
        // What people share, say and have read again.
        ["AddToReview.AddAsync"] = Least.Reviewer,
        ["FreezeBox.FreezeAsync"] = Least.Reviewer,
        ["LinksPage.RevokeAsync"] = Least.Reviewer,
        ["LookBackBox.CancelAsync"] = Least.Reviewer,
        ["LookBackBox.StartAsync"] = Least.Reviewer,
        ["OpenLinkBox.MakeAsync"] = Least.Reviewer,
        ["OpenLinkBox.RevokeAsync"] = Least.Reviewer,
        ["ReviewPage.CloseAsync"] = Least.Reviewer,
        ["ReviewPage.MarkAsync"] = Least.Reviewer,
        ["ReviewPage.TakeInAsync"] = Least.Reviewer,
        ["ShareBox.MakeAsync"] = Least.Reviewer,
        ["SnapshotList.RevokeAsync"] = Least.Reviewer,
        ["StartReview.StartAsync"] = Least.Reviewer,

        // What runs as the whole installation does.
        ["QueriesPage.RunNowAsync"] = Least.Administrator,

        // A run is recorded, and kept in a history of one's own; so are queries that are saved. Files, CloudWatch and sharing ask for more, see ExploreRoleTests.
        ["ExplorePage.AllowAsync"] = Least.Viewer,
        ["ExplorePage.FilterAsync"] = Least.Viewer,
        ["ExplorePage.FollowUrlAsync"] = Least.Viewer,
        ["ExplorePage.ReadState"] = Least.Viewer,
        ["ExplorePage.RemoveAsync"] = Least.Viewer,
        ["ExplorePage.RunAsync"] = Least.Viewer,
        ["ExplorePage.RunEditedAsync"] = Least.Viewer,
        ["ExplorePage.RunTextAsync"] = Least.Viewer,
        ["ExplorePage.RunWrittenAsync"] = Least.Viewer,
        ["ExplorePage.SaveAsync"] = Least.Viewer,
        ["ExplorePage.StartAsync"] = Least.Viewer,
        ["SnapshotPage.LoadAsync"] = Least.Viewer, // who opened it is recorded
        ["ExplorePage.RememberAsync"] = Least.Nobody, // of a run that was allowed
        ["OpenLinkPage.OnInitializedAsync"] = Least.Nobody, // that a link was opened is recorded: it is opened by its secret
    };

    [Fact]
    public void Command_OfAnyComponent_IsDecided_AndAsksForTheRole()
    {
        var graph = new CallGraph();
        var found = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var component in typeof(DashboardHost).Assembly.GetTypes().Where(type => type.IsAssignableTo(typeof(IComponent)) && !type.IsAbstract))
        {
            foreach (var method in component.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                // That somebody was refused is recorded wherever the role is asked for. What the markup is compiled to calls what people wrote.
                var reached = graph.ReachedFrom(method, called => called.Name == nameof(ActivityLog.NoteRefusedAsync));
                if (method.Name != "BuildRenderTree" && !method.Name.Contains('<', StringComparison.Ordinal) && reached.Any(IsWrite))
                {
                    found[$"{component.Name}.{method.Name}"] = reached.Any(called => called.DeclaringType == typeof(CurrentPerson) && called.Name.StartsWith("Require", StringComparison.Ordinal));
                }
            }
        }

        var undecided = found.Keys.Except(Decided.Keys).Order(StringComparer.Ordinal).ToList();
        Assert.True(undecided.Count == 0, "Decide in this file who may call: " + string.Join(", ", undecided));
        Assert.Equal([], Decided.Keys.Except(found.Keys)); // what is gone needs no decision
        Assert.Equal(Decided.Where(one => one.Value == Least.Nobody).Select(one => one.Key).Order(StringComparer.Ordinal), found.Where(one => !one.Value).Select(one => one.Key).Order(StringComparer.Ordinal));
        Assert.Equal(
            Decided.Where(one => one.Value >= Least.Reviewer).Select(one => (one.Key, one.Value.ToString())).Order(),
            CommandReplays.All.Select(replay => (replay.Command, replay.Least.ToString())).Order());
    }

    private static bool IsWrite(MethodBase method) =>
        (method.DeclaringType == typeof(AuditDatabase) && Writers.Contains(method.Name)) || method.DeclaringType?.Assembly == typeof(IBackgroundJobClient).Assembly;
}
