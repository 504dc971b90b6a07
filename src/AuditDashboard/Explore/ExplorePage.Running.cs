using AuditDashboard.Explore.Editing;
using AuditDashboard.Explore.Results;
using AuditDashboard.Explore.Running;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Shared.Text;
using AuditDashboard.SignIn;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;

namespace AuditDashboard.Explore;

/// <summary>What the page runs, when, and for whom.</summary>
public sealed partial class ExplorePage
{
    private void Choose(ExploreSource source)
    {
        _source = source;
        _editor?.CheckAgain();
    }

    private async Task RunAsync() => await RunEditedAsync(_editor is { } editor ? await editor.ReadAsync() : FirstText);

    // By key: what is billed needs its button, which says what it costs.
    private Task RunWrittenAsync(string text)
    {
        if (_source != ExploreSource.CloudWatch)
        {
            return RunEditedAsync(text);
        }

        _problem = "A query on CloudWatch is billed: press its button, which says what it costs.";
        return Task.CompletedTask;
    }

    // The text came from the editor: written back, it would undo what was typed since.
    private Task RunEditedAsync(string text)
    {
        _written = text;
        return RunTextAsync(text, isAsked: true);
    }

    private async Task RunTextAsync(string text, bool isAsked)
    {
        _problem = null;
        if (FaultOf(text) is { } fault)
        {
            _said = "";
            _written = null;
            _run.Refuse(fault);
            return;
        }

        var next = _state.At(text, _source);
        _asked = isAsked ? next : null;
        if (next == _state)
        {
            _written = null;

            // The same URL again: the browser would not tell of it. A relative range has moved on.
            var renewal = RefreshWindowAsync();
            await FollowUrlAsync();
            await renewal;
        }
        else
        {
            Navigation.NavigateTo(UrlOf(next));
        }
    }

    // The URL says what to run. Collected events cost nothing and run at once; files are read and CloudWatch is asked when the reader asks, not when a link does.
    private async Task FollowUrlAsync()
    {
        await Task.Yield(); // the scope of the same URL is read after the page's own state
        if (!RendererInfo.IsInteractive || Lifetime.IsCancellationRequested)
        {
            return;
        }

        var key = new RunKey(_state.Text, _state.Source, Scope);
        var (isNew, isAsked) = (key != _lastRun, _asked is not null && _asked == _state);
        _asked = null;
        _isStarted = true;
        if (_state.Text is { } text && (isAsked || (isNew && _state.Source == ExploreSource.Collected)))
        {
            _lastRun = key;
            await StartAsync(new ExploreRequest(text, _state.Source == ExploreSource.CloudWatch ? CloudWatchCluster : Scope.Cluster, Window, _state.Source));
        }
        else if (isNew)
        {
            _lastRun = null;
            _run.Clear();
            StateHasChanged();
        }
    }

    private async Task StartAsync(ExploreRequest request)
    {
        var startedAt = Clock.GetUtcNow();
        _said = "The query runs.";
        Person? person = null;
        var ended = await _run.StartAsync(request, async () =>
        {
            (person, var refusal) = await AllowAsync(request);
            return refusal;
        });
        if (ended is not { } outcome)
        {
            return; // replaced by a newer run, or the page is gone
        }

        _said = ExploreWords.Said(outcome);
        StateHasChanged();
        if (person is not null && outcome is not ExploreOutcome.Refused)
        {
            await RememberAsync(person, request, outcome, startedAt);
        }
    }

    // Asks whether the reader may, and records that it is done before it is. What cannot be recorded fails like any other run.
    private async Task<(Person? Person, string? Refusal)> AllowAsync(ExploreRequest request)
    {
        try
        {
            var person = await People.RequireAsync(RoleFor(request.Source), Lifetime);
            await Activity.AddAsync(ActivityKind.Query, person, ExploreWords.Deed(request), address: null, Lifetime);
            return (person, null);
        }
        catch (Exception exception) when (exception is NotAllowedException or StorageException)
        {
            return (null, exception.Message);
        }
    }

    private DashboardRole RoleFor(ExploreSource source) => source switch
    {
        ExploreSource.CloudWatch => Options.CloudWatchRole,
        ExploreSource.Files => DashboardRole.Reviewer,
        _ => DashboardRole.Viewer,
    };

    private async Task RememberAsync(Person person, ExploreRequest request, ExploreOutcome outcome, DateTimeOffset startedAt)
    {
        try
        {
            await History.AddAsync(person.Name, ExploreWords.RecordOf(request, outcome, startedAt, Clock.GetUtcNow() - startedAt), Options.HistoryLength, Lifetime);
            await RefreshAsync();
        }
        catch (OperationCanceledException)
        {
            // The page is gone.
        }
#pragma warning disable CA1031 // The result is there; only its line in the history is not, and the log has the details.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            ExploreLog.HistoryFailed(Logger, exception);
        }
    }

    private Task FilterAsync(FieldChoice choice)
    {
        if (_run.Outcome is not ExploreOutcome.Rows { Result.Request.Text: var text })
        {
            return Task.CompletedTask;
        }

        if (FilterText.Add(text, choice.Column, choice.Value, choice.IsExcluded) is not { } filtered)
        {
            _problem = "A filter on this value cannot be added to this query by itself; write it in the editor.";
            return Task.CompletedTask;
        }

        _source = _state.Source;

        // A filter by a click shows what it would cost, where it costs something.
        return RunTextAsync(filtered, isAsked: _source != ExploreSource.CloudWatch);
    }

    // What keeps a text from being run or kept; null for nothing.
    private static string? FaultOf(string text) =>
        string.IsNullOrWhiteSpace(text) ? "The editor is empty. Write a query, such as: " + StartingText.Newest.Split('\n')[0]
            : text.Length > ExploreState.MaxText ? $"The query is longer than {Numbers.Count(ExploreState.MaxText)} characters. Shorten it."
            : null;

    private sealed record RunKey(string? Text, ExploreSource Source, PageScope Scope);
}
