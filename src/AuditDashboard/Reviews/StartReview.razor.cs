using AuditDashboard.SignIn;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Reviews;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Reviews;

/// <summary>The button of the page Changes that begins a review of the list that is shown.</summary>
public sealed partial class StartReview : IDisposable
{
    private readonly CancellationTokenSource _lifetime = new();
    private ElementReference _button;
    private Person? _person;
    private bool _isOpen;
    private bool _isBusy;
    private bool _needsTwo;
    private string _page = "";
    private string _what = "";
    private string _title = "";
    private string _note = "";
    private string? _problem;

    /// <summary>Path of the page over its fixed window; null while there is no list.</summary>
    [Parameter, EditorRequired]
    public required string? PageUrl { get; set; }

    /// <summary>What is shown, in words: "22 changes, 22 Nov 14:06 → 23 Nov 2026 14:06 UTC".</summary>
    [Parameter, EditorRequired]
    public required string What { get; set; }

    /// <summary>The title that is proposed.</summary>
    [Parameter, EditorRequired]
    public required string Title { get; set; }

    [Inject]
    private ReviewDesk Desk { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private ReviewerName Reviewer { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private CurrentPerson People { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private NavigationManager Navigation { get; set; } = null!; // set by the framework before any method runs

    /// <inheritdoc/>
    public void Dispose()
    {
        _lifetime.Cancel();
        _lifetime.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => _person = await People.FindAsync();

    // What is reviewed is what was on screen when the button was pressed, also where a live page goes on behind the box.
    private void Toggle()
    {
        _isOpen = !_isOpen;
        (_page, _what, _problem) = (PageUrl ?? "", What, null);
        _title = Title.Length > ReviewStore.MaxTitle ? "" : Title;
    }

    private async Task CloseAsync()
    {
        _isOpen = false;
        await _button.FocusAsync();
    }

    private async Task StartAsync()
    {
        var (page, token) = (_page, _lifetime.Token);
        var asked = new NewReview(_title.Trim(), _note.Trim(), _needsTwo ? 2 : 1);
        if (asked.Title.Length is 0 or > ReviewStore.MaxTitle || asked.Note.Length > ReviewStore.MaxNote)
        {
            _problem = $"Write a title of at most {ReviewStore.MaxTitle} characters, and a note of at most {ReviewStore.MaxNote} or none.";
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
            var code = await Task.Run(() => Desk.OpenAsync(page, asked, by, token), token);
            Navigation.NavigateTo(ReviewPaths.Of(code));
        }
        catch (Exception exception) when (exception is NotAllowedException or StorageException)
        {
            _problem = exception.Message;
        }
        catch (OperationCanceledException)
        {
            // The page is gone.
        }
        finally
        {
            _isBusy = false;
        }
    }
}
