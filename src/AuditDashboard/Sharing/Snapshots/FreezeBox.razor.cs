using AuditDashboard.Shell;
using AuditDashboard.SignIn;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Credentials;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Sharing.Snapshots;

/// <summary>Freezes a view, and where asked goes on to save the packet of it: one press, that can be cancelled at any time.</summary>
public sealed partial class FreezeBox : IDisposable
{
    private const int MaxDays = 3660;

    private static readonly TimeSpan BetweenSteps = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _lifetime = new();
    private CancellationTokenSource? _work;
    private FreezeStep _step = FreezeStep.Waiting;
    private long _steppedAt;
    private string? _frozen;
    private string? _problem;
    private string? _said;
    private int _days;

    /// <summary>Path of the view over a fixed window.</summary>
    [Parameter, EditorRequired]
    public required string Page { get; set; }

    /// <summary>What to call it.</summary>
    [Parameter, EditorRequired]
    public required ShareTexts Texts { get; set; }

    /// <summary>The snapshot is there.</summary>
    [Parameter]
    public EventCallback OnFrozen { get; set; }

    [Inject]
    private CurrentPerson People { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private SnapshotMaker Snapshots { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private BrowserDownload Download { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private SignInOptions Options { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private NavigationManager Navigation { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private TimeProvider Clock { get; set; } = null!; // set by the framework before any method runs

    /// <inheritdoc/>
    public void Dispose()
    {
        _lifetime.Cancel();
        _lifetime.Dispose();
    }

    private Task CancelAsync() => _work?.CancelAsync() ?? Task.CompletedTask;

    private async Task FreezeAsync(bool withPacket)
    {
        if (_work is not null)
        {
            return;
        }

        (_problem, _said) = (Texts.FindProblem(), null);
        if (_problem is not null)
        {
            return;
        }

        var (page, progress) = (Page, new Progress<SnapshotProgress>(done => Show(FreezeStep.Of(done))));
        var request = new SnapshotRequest(Texts.Title, Texts.Note, _days is > 0 and <= MaxDays ? TimeSpan.FromDays(_days) : null);
        using var work = CancellationTokenSource.CreateLinkedTokenSource(_lifetime.Token);
        (_work, _step) = (work, FreezeStep.Waiting);
        try
        {
            var person = await People.RequireAsync(DashboardRole.Reviewer, work.Token);
            _frozen = await Task.Run(() => Snapshots.MakeAsync(page, request, person, progress, work.Token), work.Token);
            await OnFrozen.InvokeAsync();
            if (withPacket)
            {
                await SaveAsync(_frozen, work.Token);
            }
        }
        catch (Exception exception) when (exception is NotAllowedException or StorageException)
        {
            _problem = exception.Message;
        }
        catch (OperationCanceledException)
        {
            _said = _frozen is null ? "Cancelled: nothing was frozen." : "Cancelled: the snapshot is there, its packet was not saved.";
        }
        finally
        {
            _work = null;
        }
    }

    private async Task SaveAsync(string code, CancellationToken cancellationToken)
    {
        _step = FreezeStep.Packing;
        StateHasChanged();
        var progress = new Progress<DownloadProgress>(done => Show(FreezeStep.Of(done)));
        if (await Download.SaveAsync(SharePaths.Packet(code), $"snapshot-{code}.zip", progress, cancellationToken) is { } problem)
        {
            _problem = "The snapshot is there, its packet was not saved. " + problem;
        }
        else
        {
            _said = "The packet is where this browser puts downloads.";
        }
    }

    // Not with each of hundreds of portions.
    private void Show(FreezeStep step)
    {
        if (_work is not null && !_lifetime.IsCancellationRequested && Clock.GetElapsedTime(_steppedAt) >= BetweenSteps)
        {
            (_step, _steppedAt) = (step, Clock.GetTimestamp());
            StateHasChanged();
        }
    }
}
