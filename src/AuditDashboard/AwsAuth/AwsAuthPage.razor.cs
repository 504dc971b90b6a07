using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Urls;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.AwsAuth;

/// <summary>Every write to aws-auth: who, from where, whether it was allowed and why, and the text before and after where it is known.</summary>
public sealed partial class AwsAuthPage
{
    private const int MaxFollowed = 3;

    private AwsAuthState _state = new();

    [Inject]
    private AwsAuthModel Model { get; set; } = null!; // set by the framework before any method runs

    private IReadOnlyList<AwsAuthVersion> Versions => Data?.Versions ?? [];

    private AwsAuthVersion Chosen => Versions.FirstOrDefault(v => v.Event.Row.Id == _state.Selected) ?? Versions[0];

    private bool IsSelectionMissing => _state.Selected is not null && Chosen.Event.Row.Id != _state.Selected && !IsReloading;

    // What came next, in the order in which it came.
    private IReadOnlyList<AwsAuthVersion> Followed =>
        [.. Versions.TakeWhile(v => v != Chosen).Where(v => v.Event.Row.Cluster == Chosen.Event.Row.Cluster).Reverse().Take(MaxFollowed)];

    // The history is newest first.
    private string? Beside(int by) => Versions.ToList().IndexOf(Chosen) + by is var at && at >= 0 && at < Versions.Count
        ? UrlFor(Scope, _state with { Selected = Versions[at].Event.Row.Id }) : null;

    /// <inheritdoc/>
    protected override bool HoldsStill => _state.Selected is not null || _state.After is not null;

    /// <inheritdoc/>
    protected override string UrlFor(PageScope scope) => UrlFor(scope, _state with { After = null });

    /// <inheritdoc/>
    protected override void ReadState(PageQuery query, ICollection<string> problems)
    {
        AwsAuthState.TryFrom(query, problems, out var state);
        _state = state;
    }

    /// <inheritdoc/>
    protected override Task<AwsAuthData> LoadAsync(CancellationToken cancellationToken) => Model.LoadAsync(Scope.Cluster, Window, _state, cancellationToken);

    /// <inheritdoc/>
    protected override Task<long?> CountNewsAsync(AwsAuthData shown, DateTimeOffset upTo, CancellationToken cancellationToken) =>
        Model.CountNewsAsync(Scope.Cluster, shown, upTo, cancellationToken);

    private static string UrlFor(PageScope scope, AwsAuthState state) => DashboardUrls.AwsAuth(scope, state.ToPairs());

    private PageScope Further(int days) => Scope with { Range = new TimeRange.Relative(TimeSpan.FromDays(days)) };
}
