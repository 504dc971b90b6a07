using AuditDashboard.Sharing.Snapshots;
using AuditDashboard.SignIn;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Storage.Sharing;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Sharing;

/// <summary>Links to a view: the whole one, over a fixed window or a moving range, and a short one with a title and a note.</summary>
public sealed partial class ShareBox : IDisposable
{
    private const int MaxDays = 3660;

    private readonly CancellationTokenSource _lifetime = new();
    private Person? _person;
    private ShortLink? _made;
    private bool _isMoving;
    private string _title = "";
    private string _note = "";
    private string? _problem;
    private string? _frozen;
    private bool _isFreezing;
    private int _days;

    /// <summary>The view's title.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    /// <summary>Path of the view over a fixed window.</summary>
    [Parameter, EditorRequired]
    public required string Fixed { get; set; }

    /// <summary>Path of the view over a moving range; null where it has none.</summary>
    [Parameter, EditorRequired]
    public required string? Moving { get; set; }

    /// <summary>The cluster of what has no cluster in its path: a review, a snapshot. Null for all.</summary>
    [Parameter]
    public string? Cluster { get; set; }

    /// <summary>The reader closed the box.</summary>
    [Parameter, EditorRequired]
    public EventCallback OnClosed { get; set; }

    [Inject]
    private CurrentPerson People { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private ShortLinkStore Links { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private SnapshotMaker Snapshots { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private ActivityLog Activity { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private SignInOptions Options { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private NavigationManager Navigation { get; set; } = null!; // set by the framework before any method runs

    private string Target => _isMoving && Moving is { } moving ? moving : Fixed;

    /// <inheritdoc/>
    public void Dispose()
    {
        _lifetime.Cancel();
        _lifetime.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        _title = Title;
        _person = await People.FindAsync();
    }

    private string AddressOf(string path) => ShareAddress.Of(path, Options, Navigation);

    private bool AreTexts(string title, string note)
    {
        var are = title.Length is > 0 and <= ShortLinkStore.MaxTitle && note.Length <= ShortLinkStore.MaxNote;
        _problem = are ? null : $"Write a title of at most {ShortLinkStore.MaxTitle} characters, and a note of at most {ShortLinkStore.MaxNote} or none.";
        return are;
    }

    private async Task FreezeAsync()
    {
        var (page, token) = (Fixed, _lifetime.Token);
        var request = new SnapshotRequest(_title.Trim(), _note.Trim(), _days is > 0 and <= MaxDays ? TimeSpan.FromDays(_days) : null);
        if (_isFreezing || !AreTexts(request.Title, request.Note))
        {
            return;
        }

        _isFreezing = true;
        try
        {
            var person = await People.RequireAsync(DashboardRole.Reviewer, token);
            _frozen = await Task.Run(() => Snapshots.MakeAsync(page, request, person, token), token);
        }
        catch (Exception exception) when (exception is NotAllowedException or StorageException)
        {
            _problem = exception.Message;
        }
        catch (OperationCanceledException)
        {
            // The box is gone.
        }
        finally
        {
            _isFreezing = false;
        }
    }

    private async Task MakeAsync()
    {
        var (target, title, note, token) = (Target, _title.Trim(), _note.Trim(), _lifetime.Token);
        if (!AreTexts(title, note))
        {
            return;
        }

        if (!LinkTarget.IsView(target))
        {
            _problem = "This page cannot be shared by a short link.";
            return;
        }

        try
        {
            var person = await People.RequireAsync(DashboardRole.Reviewer, token);
            var made = await Links.CreateAsync(person.Name, target, title, note, Cluster ?? LinkTarget.ClusterOf(target), token);
            await Activity.AddAsync(ActivityKind.Share, person, $"Made {ShareWords.Of(made)}", address: null, token);
            (_made, _problem) = (made, null);
        }
        catch (Exception exception) when (exception is NotAllowedException or StorageException)
        {
            _problem = exception.Message;
        }
        catch (OperationCanceledException)
        {
            // The box is gone.
        }
    }
}
