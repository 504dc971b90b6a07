using System.Globalization;
using AuditDashboard.Kubernetes.Rbac;
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
    protected override Task<WhoCanView> LoadAsync(CancellationToken cancellationToken) => Model.AskAsync(Scope.Cluster, _state, Window.ToMicros, cancellationToken);

    private static string UrlFor(PageScope scope, WhoCanState state) => InvestigationUrls.WhoCan(scope, state.ToPairs());

    private static DateTimeOffset At(long micros) => TimeWindow.FromMicrosSinceEpoch(micros);

    private static string RuleText(PolicyRule rule) =>
        rule.NonResourceUrls.Count > 0 && rule.Resources.Count == 0 ? $"{Joined(rule.Verbs)} {Joined(rule.NonResourceUrls)}"
        : $"{Joined(rule.Verbs)} {Joined(rule.Resources)}{(rule.ResourceNames.Count == 0 ? "" : $" “{Joined(rule.ResourceNames)}”")} ({Joined(rule.ApiGroups.Select(group => group.Length == 0 ? "core" : group))})";

    private static string Joined(IEnumerable<string> words) => string.Join(", ", words);

    private static string AnswerText(WhoCanView view, AskedQuestion asked)
    {
        var atLeast = view.Answer is { IsAtLeast: true } ? "at least " : "";
        var could = $"could {LogSegments.ToPlain(asked.Words, 400)}";
        return view.Paths.Count > 0 ? Capital($"{atLeast}{Numbers.Count(view.Principals, "user or group", "users and groups")} {could}.")
            : atLeast.Length > 0 ? $"Nobody that is known {could}."
            : $"Nobody {could}: RBAC does not allow it.";
    }

    private static string Capital(string sentence) => char.ToUpperInvariant(sentence[0]) + sentence[1..];

    private static string KnownText(WhoCanView view) => view.KnownSinceMicros is { } since
        ? $"Made of {Numbers.Count(view.Writes, "stored write")} to roles, bindings, service accounts and aws-auth, the first of {UtcText.Second(At(since))}. Before that nothing is known."
        : "No write to a role, a binding or aws-auth is stored.";

    private Task AskAsync()
    {
        Navigation.NavigateTo(UrlFor(Scope, _state with { Verb = _verb.Trim(), Resource = _resource.Trim(), Namespace = _namespace.Trim(), Name = _name.Trim(), User = _user.Trim() }));
        return Task.CompletedTask;
    }

    // Another time is another answer: the window stays, so that the slider does not jump.
    private string UrlAt(long micros) => UrlFor(Scope.Over(micros > Window.ToMicros ? Window with { ToMicros = micros } : micros < Window.FromMicros ? Window with { FromMicros = micros } : Window), _state with { AtMicros = micros });

    private int StepOf(long micros) =>
        (int)Math.Round(Math.Clamp((micros - Window.FromMicros) / (double)Math.Max(1, Window.ToMicros - Window.FromMicros), 0, 1) * Steps);

    private Task MoveAsync(ChangeEventArgs change)
    {
        if (int.TryParse(change.Value?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var step))
        {
            // To the second: a link that people read. The last step is the end of the window itself.
            var micros = Window.FromMicros + (long)((Window.ToMicros - Window.FromMicros) * (step / (double)Steps));
            Navigation.NavigateTo(UrlAt(step >= Steps ? Window.ToMicros : micros - (micros % 1_000_000)));
        }

        return Task.CompletedTask;
    }
}
