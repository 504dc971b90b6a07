using System.Globalization;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Text;
using AuditDashboard.Shared.Urls;
using AuditDashboard.Storage;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Investigation.Access;

/// <summary>"Who could VERB RESOURCE in NAMESPACE at TIME?", with the way for each answer and what is not known.</summary>
public sealed partial class WhoCanPage
{
    private const int Steps = 480;
    private const int MaxRows = 500;
    private const int MaxGaps = 30;
    private const int MaxArns = 5;

    private static readonly ObjectKey AwsAuthKey = new(TrackedKind.AwsAuth, "kube-system", "aws-auth");

    private static readonly string[] Verbs =
        ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "escalate", "bind", "impersonate", "approve", "sign", "use", "*"];

    private WhoCanState _state = new();
    private string _verb = "";
    private string _resource = "";
    private string _namespace = "";
    private string _name = "";
    private string _user = "";

    [Inject]
    private WhoCanModel Model { get; set; } = null!; // set by the framework before any method runs

    /// <summary>The part of the window, in percent, before which nothing is known; null for none.</summary>
    private string? UnknownShare => Data switch
    {
        { KnownSinceMicros: { } since } => since <= Window.FromMicros ? null
            : (Math.Min(1, (since - Window.FromMicros) / (double)Math.Max(1, Window.ToMicros - Window.FromMicros)) * 100).ToString("0.##", CultureInfo.InvariantCulture),
        null => null,
        _ => "100",
    };

    /// <inheritdoc/>
    protected override string UrlFor(PageScope scope) => UrlFor(scope, _state);

    /// <inheritdoc/>
    protected override void ReadState(PageQuery query, ICollection<string> problems)
    {
        WhoCanState.TryFrom(query, problems, out _state);
        (_verb, _resource, _namespace, _name, _user) = (_state.Verb, _state.Resource, _state.Namespace, _state.Name, _state.User);
    }

    /// <inheritdoc/>
    protected override Task<WhoCanView> LoadAsync(CancellationToken cancellationToken) => Model.AskAsync(Scope.Cluster, _state, Window, cancellationToken);

    private static string UrlFor(PageScope scope, WhoCanState state) => InvestigationUrls.WhoCan(scope, state.ToPairs());

    private static DateTimeOffset At(long micros) => TimeWindow.FromMicrosSinceEpoch(micros);

    private string AnswerText(WhoCanView view, AskedQuestion asked)
    {
        var isAtLeast = view.Answer is { IsAtLeast: true };
        var could = LogSegments.ToPlain(asked.Words, 400);
        if (_state.User.Length > 0)
        {
            var user = LogSegments.ToPlain(_state.User, 200);
            return view.Paths.Count > 0 ? $"{user} could {could}, in {(isAtLeast ? "at least " : "")}{Numbers.Count(view.Paths.Count, "way")}."
                : isAtLeast ? $"As far as is known, {user} could not {could}."
                : $"{user} could not {could}: RBAC does not allow it.";
        }

        return $"{(isAtLeast ? "At least " : "")}{Numbers.Count(view.Principals, "user or group", "users and groups")} could {could}.";
    }

    private IEnumerable<string> NotesOf(WhoCanView view, AskedQuestion asked)
    {
        foreach (var note in asked.Notes)
        {
            yield return note;
        }

        if (_state.User.Length > 0)
        {
            yield return view.UserGroups.Count == 0
                ? "Groups that the user signs in with are not known, so ways through groups are missing."
                : $"Asked with the groups that follow from the name and from aws-auth: {string.Join(", ", view.UserGroups)}. Others that the user signs in with are not known.";
        }
    }

    // What the user did then, as far as the window goes.
    private PageScope ActorScope(WhoCanView view) => new PageScope { Cluster = view.Cluster }.Over(Window);

    private static string KnownText(WhoCanView view) =>
        view.KnownSinceMicros is not { } since ? "No write to a role, a binding or aws-auth is stored, and no listing was imported."
        : view.Listing is { } listing
            ? $"Known as a whole since the listing of {UtcText.Second(At(listing.TimeMicros))} ({LogSegments.ToPlain(listing.Source, 100)}, {Numbers.Count(listing.Objects, "object")}), with {Numbers.Count(view.Writes, "stored write")} to roles, bindings, service accounts and aws-auth. Before {UtcText.Second(At(since))} nothing is known."
        : $"Made of {Numbers.Count(view.Writes, "stored write")} to roles, bindings, service accounts and aws-auth, the first of {UtcText.Second(At(since))}. Before that nothing is known.";

    private void Ask() => Navigation.NavigateTo(UrlFor(
        Scope, _state with { Verb = _verb.Trim(), Resource = _resource.Trim(), Namespace = _namespace.Trim(), Name = _name.Trim(), User = _user.Trim() }));

    // Another time is another answer: the window stays, so that the slider does not jump.
    private string UrlAt(long micros) => UrlFor(Scope.Over(micros > Window.ToMicros ? Window with { ToMicros = micros } : micros < Window.FromMicros ? Window with { FromMicros = micros } : Window), _state with { AtMicros = micros });

    private int StepOf(long micros) =>
        (int)Math.Round(Math.Clamp((micros - Window.FromMicros) / (double)Math.Max(1, Window.ToMicros - Window.FromMicros), 0, 1) * Steps);

    private void Move(ChangeEventArgs change)
    {
        if (int.TryParse(change.Value?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var step))
        {
            // To the second: a link that people read. The last step is the end of the window itself.
            var micros = Window.FromMicros + (long)((Window.ToMicros - Window.FromMicros) * (step / (double)Steps));
            Navigation.NavigateTo(UrlAt(step >= Steps ? Window.ToMicros : micros - (micros % 1_000_000)));
        }
    }
}
