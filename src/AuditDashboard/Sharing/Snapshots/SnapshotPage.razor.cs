using AuditDashboard.Shared.Text;
using AuditDashboard.Shared.Urls;
using AuditDashboard.SignIn;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.Data.Sqlite;

namespace AuditDashboard.Sharing.Snapshots;

/// <summary>What one load of the page gives.</summary>
/// <param name="View">The page; null where there is no snapshot that opens.</param>
public sealed record SnapshotPageData(SnapshotView? View);

/// <summary>Shows exactly what was frozen, says whether all of it holds, and goes blank once it is revoked or has expired.</summary>
public sealed partial class SnapshotPage
{
    private const int MaxSentences = 20;
    private const int MaxStretches = 50;

    /// <summary>How often an open page asks whether it may stay.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private SnapshotPageState _state = new();
    private IReadOnlyList<string>? _broken;
    private bool _isChecking;
    private bool _isClosed;
    private bool _isRecorded;

    /// <summary>What stands in the address.</summary>
    [Parameter]
    public string Code { get; set; } = "";

    [Inject]
    private SnapshotReader Reader { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private CurrentPerson People { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private ActivityLog Activity { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private NavigationManager Navigation { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private TimeProvider Clock { get; set; } = null!; // set by the framework before any method runs

    private SnapshotManifest? Manifest => Data?.View?.Manifest;

    // What this page's own load found is known before the check of all parts ends.
    private IReadOnlyList<string> Broken => [.. (Data?.View?.Broken ?? []).Union(_broken ?? [])];

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (!RendererInfo.IsInteractive)
        {
            return;
        }

        Navigation.LocationChanged += OnLocationChanged;
        _state = SnapshotPageState.Read(PageQuery.Parse(Navigation.Uri));
        _ = WatchAsync();
        await ReloadAsync();
    }

    /// <inheritdoc/>
    protected override async Task<SnapshotPageData> LoadAsync(CancellationToken cancellationToken)
    {
        var person = await People.RequireAsync(DashboardRole.Viewer, cancellationToken);
        var view = await Reader.ReadAsync(Code, _state.Page, cancellationToken);
        if (view is not null && !_isRecorded)
        {
            // Before it is shown: what cannot be recorded is not given out.
            await Activity.AddAsync(ActivityKind.ShareOpened, person, $"Opened the snapshot {Code} \"{view.Manifest?.Title}\".", address: null, cancellationToken);
            _isRecorded = true;
        }

        return new SnapshotPageData(view);
    }

    /// <inheritdoc/>
    protected override void OnLoaded(SnapshotPageData data)
    {
        if (data.View is { Manifest: null })
        {
            _broken = []; // there is nothing more to check
        }
        else if (data.View?.Manifest is { } manifest && !_isChecking)
        {
            _isChecking = true;
            _ = CheckAsync(manifest);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing)
    {
        if (isDisposing)
        {
            Navigation.LocationChanged -= OnLocationChanged;
        }

        base.Dispose(isDisposing);
    }

    /// <summary>Stretches of one state that follow on each other, as one: how many windows were harvested tells a reader nothing.</summary>
    internal static IReadOnlyList<SnapshotCoverage> Joined(IReadOnlyList<SnapshotCoverage> coverage)
    {
        var joined = new List<SnapshotCoverage>();
        foreach (var stretch in coverage)
        {
            if (joined is [.., var last] && last with { From = stretch.From, To = stretch.To } == stretch && last.To == stretch.From)
            {
                joined[^1] = last with { To = stretch.To };
            }
            else
            {
                joined.Add(stretch);
            }
        }

        return joined;
    }

    private string Url(SnapshotPageState state) => state.ToUrl(Code);

    /// <summary>The window in words.</summary>
    internal static string WindowText(SnapshotManifest manifest) =>
        manifest is { From: { } from, To: { } to } ? UtcText.Window(TimeWindow.Between(from, to)) : "events without any time";

    private static TimeWindow BinWindow(SnapshotBins bins) => TimeWindow.Between(bins.Start, bins.Start.AddMinutes(bins.WidthMinutes * bins.Counts.Count));

    /// <summary>A state of collection in words.</summary>
    internal static string StateWords(string state) => string.Concat(state.Select((c, i) => char.IsAsciiLetterUpper(c) ? (i > 0 ? " " : "") + char.ToLowerInvariant(c) : c.ToString()));

    private void OnLocationChanged(object? sender, LocationChangedEventArgs change)
    {
        // Going to another page raises this before the page is disposed.
        if (new Uri(change.Location).AbsolutePath == SharePaths.Snapshot(Code))
        {
            _ = InvokeAsync(() =>
            {
                _state = SnapshotPageState.Read(PageQuery.Parse(Navigation.Uri));
                return ReloadAsync();
            });
        }
    }

    private async Task CheckAsync(SnapshotManifest manifest)
    {
        var token = Lifetime;
        try
        {
            var broken = await Task.Run(() => Reader.CheckPartsAsync(manifest, token), token);
            await InvokeAsync(() =>
            {
                _broken = broken;
                StateHasChanged();
            });
        }
        catch (OperationCanceledException)
        {
            // The page is gone.
        }
        catch (Exception exception) when (exception is StorageException or SqliteException)
        {
            await InvokeAsync(() =>
            {
                _broken = ["Its parts could not be read, so that they are not checked."];
                StateHasChanged();
            });
        }
    }

    private async Task WatchAsync()
    {
        var token = Lifetime;
        try
        {
            using var timer = new PeriodicTimer(Pause, Clock);
            while (!_isClosed && await timer.WaitForNextTickAsync(token))
            {
                if (Manifest is { } manifest && !await IsOpenAsync(manifest, token))
                {
                    await InvokeAsync(() =>
                    {
                        _isClosed = true;
                        StateHasChanged();
                    });
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The page is gone.
        }
    }

    private async Task<bool> IsOpenAsync(SnapshotManifest manifest, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(() => Reader.IsOpenAsync(manifest, cancellationToken), cancellationToken);
        }
        catch (Exception exception) when (exception is StorageException or SqliteException)
        {
            return false; // what cannot be checked does not hold
        }
    }
}
