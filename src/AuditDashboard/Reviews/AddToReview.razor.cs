using AuditDashboard.SignIn;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.Reviews;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Reviews;

/// <summary>In the panel of a change: takes it into an open review, or into a new one.</summary>
public sealed partial class AddToReview : IDisposable
{
    private readonly CancellationTokenSource _lifetime = new();
    private IReadOnlyList<ReviewRow> _open = [];
    private Person? _person;
    private string _code = "";
    private string _title = "";
    private bool _needsTwo;
    private bool _isBusy;
    private bool _isNew;
    private string? _problem;
    private string? _added;
    private string? _shown;

    /// <summary>The event of the change.</summary>
    [Parameter, EditorRequired]
    public required EventRow Row { get; set; }

    [Inject]
    private ReviewReader Reader { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private ReviewDesk Desk { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private ReviewerName Reviewer { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private CurrentPerson People { get; set; } = null!; // set by the framework before any method runs

    /// <inheritdoc/>
    public void Dispose()
    {
        _lifetime.Cancel();
        _lifetime.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => _person = await People.FindAsync();

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        // What was said of one change must not stand under another.
        if (_shown != Row.Id)
        {
            (_shown, _added, _problem) = (Row.Id, null, null);
        }
    }

    private async Task LoadAsync()
    {
        var token = _lifetime.Token;
        try
        {
            _open = await Task.Run(() => Reader.ListAsync(isOpen: true, ReviewReader.MaxListed, token), token);
        }
        catch (StorageException exception)
        {
            _problem = exception.Message;
        }
        catch (OperationCanceledException)
        {
            // The panel is gone.
        }
    }

    private async Task AddAsync()
    {
        var (id, code, title, token) = (Row.Id, _code, _title.Trim(), _lifetime.Token);
        if (code.Length == 0 && title.Length is 0 or > ReviewStore.MaxTitle)
        {
            _problem = $"Write a title of at most {ReviewStore.MaxTitle} characters.";
            return;
        }

        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        try
        {
            var by = await Reviewer.RequireAsync(token);
            if (code.Length == 0)
            {
                code = await Task.Run(() => Desk.OpenAsync([id], new NewReview(title, "", _needsTwo ? 2 : 1), by, token), token);
                _isNew = true;
            }
            else
            {
                _isNew = await Task.Run(() => Desk.AddAsync(code, [id], by, token), token) > 0;
            }

            (_added, _code, _problem) = (code, code, null);
            _open = await Task.Run(() => Reader.ListAsync(isOpen: true, ReviewReader.MaxListed, token), token);
        }
        catch (Exception exception) when (exception is NotAllowedException or StorageException)
        {
            _problem = exception.Message;
        }
        catch (OperationCanceledException)
        {
            // The panel is gone.
        }
        finally
        {
            _isBusy = false;
        }
    }
}
