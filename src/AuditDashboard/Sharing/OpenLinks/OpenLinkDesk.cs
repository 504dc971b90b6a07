using System.Globalization;
using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.SignIn;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;

namespace AuditDashboard.Sharing.OpenLinks;

/// <summary>
/// Makes, opens and ends links that show one snapshot to whoever has them, without sign-in. Where the setting <c>SignIn:OpenLinks</c> is off, none is
/// made and none opens. A link is a credential of its own kind: its secret is random and stored hashed, it always ends, and it opens nothing else.
/// Singleton.
/// </summary>
internal sealed class OpenLinkDesk(CredentialStore credentials, SnapshotReader snapshots, ActivityLog activity, SignInOptions options, TimeProvider clock)
{
    private const int MaxRemembered = 10_000;

    // An open page asks anew every few seconds: who still looks has a row an hour.
    private static readonly TimeSpan RecordStep = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<(long Link, string Address), DateTimeOffset> _recorded = [];

    /// <summary>True if such links are made and opened at all.</summary>
    public bool IsOn => options.OpenLinks;

    /// <summary>Longest time that one may hold.</summary>
    public TimeSpan Longest => options.OpenLinkLifetime;

    /// <summary>Makes a link to a snapshot and records it.</summary>
    /// <param name="manifest">The snapshot, which opens.</param>
    /// <param name="lifetime">How long it holds: at most <see cref="Longest"/>, and never longer than the snapshot opens.</param>
    /// <param name="by">Who makes it; a reviewer.</param>
    /// <param name="cancellationToken">Stops before the commit.</param>
    /// <returns>Its path, which cannot be had again.</returns>
    /// <exception cref="NotAllowedException">Such links are off; the message is a sentence for people.</exception>
    public async Task<string> MakeAsync(SnapshotManifest manifest, TimeSpan lifetime, Person by, CancellationToken cancellationToken)
    {
        if (!IsOn)
        {
            throw new NotAllowedException("Links that open without sign-in are turned off here.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lifetime, TimeSpan.Zero);
        var left = (manifest.ExpiresAt ?? DateTimeOffset.MaxValue) - clock.GetUtcNow();
        var held = new[] { lifetime, Longest, left }.Min();
        var (link, secret) = await credentials.CreateAsync(CredentialKind.OpenLink, manifest.Code, DashboardRole.Viewer, by.Clusters, held, cancellationToken);
        await activity.AddAsync(
            ActivityKind.Share,
            by,
            string.Create(CultureInfo.InvariantCulture, $"Made link {link.Id}, which opens the snapshot {manifest.Code} \"{manifest.Title}\" without sign-in until {link.ExpiresAt:yyyy-MM-dd HH:mm} UTC."),
            address: null,
            CancellationToken.None);
        return SharePaths.Open(secret);
    }

    /// <summary>Those of a snapshot that open now, newest first.</summary>
    public async Task<IReadOnlyList<Credential>> ListAsync(string code, CancellationToken cancellationToken) =>
        [.. (await credentials.GetAsync(cancellationToken)).Where(c => c.Kind == CredentialKind.OpenLink && c.Name == code && c.IsValid(clock.GetUtcNow()))];

    /// <summary>Ends one of a snapshot for good and records it.</summary>
    public async Task RevokeAsync(string code, long id, Person by, CancellationToken cancellationToken)
    {
        if ((await ListAsync(code, cancellationToken)).Any(c => c.Id == id) && await credentials.RevokeAsync(id, cancellationToken) is not null)
        {
            await activity.AddAsync(
                ActivityKind.Share, by, string.Create(CultureInfo.InvariantCulture, $"Revoked link {id}, which opened the snapshot {code} without sign-in."), address: null, CancellationToken.None);
        }
    }

    /// <summary>Opens one and records it before anything is given out.</summary>
    /// <param name="secret">What stands in the address.</param>
    /// <param name="page">Number of the page of events, from 1.</param>
    /// <param name="address">Where the request came from.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>Null for every reason for which it does not open.</returns>
    public async Task<SnapshotView?> OpenAsync(string? secret, int page, string? address, CancellationToken cancellationToken)
    {
        if (!IsOn || await credentials.FindValidAsync(CredentialKind.OpenLink, secret, cancellationToken) is not { } link)
        {
            return null;
        }

        // Nobody asks, who may see nothing: the link stands for its maker, and only as far as they could see the one snapshot that it names.
        using var entered = link.Clusters.Enter();
        if (await snapshots.ReadAsync(link.Name, page, cancellationToken) is not { } view)
        {
            return null;
        }

        if (TryRecord(link.Id, address ?? ""))
        {
            await activity.AddAsync(
                ActivityKind.ShareOpened,
                ActivityLog.Nobody,
                string.Create(CultureInfo.InvariantCulture, $"Opened the snapshot {link.Name} \"{view.Manifest?.Title}\" without sign-in, by link {link.Id}."),
                address,
                CancellationToken.None);
        }

        return view;
    }

    private bool TryRecord(long link, string address)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            if (_recorded.TryGetValue((link, address), out var last) && now - last < RecordStep)
            {
                return false;
            }

            if (_recorded.Count >= MaxRemembered)
            {
                _recorded.Clear(); // more rows, never fewer
            }

            _recorded[(link, address)] = now;
            return true;
        }
    }
}
