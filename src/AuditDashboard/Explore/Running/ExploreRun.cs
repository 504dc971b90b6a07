namespace AuditDashboard.Explore.Running;

/// <summary>The run of one page: at most one at a time, a newer one replaces it. Use from the renderer's context only.</summary>
internal sealed class ExploreRun(ExploreRunner runner, ILogger logger, Func<Task> onChanged) : IDisposable
{
    private CancellationTokenSource? _abandon;
    private CancellationTokenSource? _stop;

    /// <summary>How the last run ended; null before the first, and after <see cref="Clear"/>.</summary>
    public ExploreOutcome? Outcome { get; private set; }

    /// <summary>How far the run is.</summary>
    public ExploreProgress? Progress { get; private set; }

    /// <summary>True while it runs.</summary>
    public bool IsRunning => _abandon is not null;

    /// <summary>Runs a query to its end.</summary>
    /// <param name="request">The query.</param>
    /// <param name="findRefusal">Asked first: a sentence that says why it must not run, or null; null if it always may.</param>
    /// <returns>How it ended; null if it was replaced or the page is gone.</returns>
    public async Task<ExploreOutcome?> StartAsync(ExploreRequest request, Func<Task<string?>>? findRefusal = null)
    {
        Abandon();
        using var abandon = new CancellationTokenSource();
        using var stop = new CancellationTokenSource();
        (_abandon, _stop, Progress) = (abandon, stop, null);
        Outcome = Outcome as ExploreOutcome.Rows; // older rows stay until there are newer ones; an older error would look like this run's
        await onChanged();
        ExploreOutcome outcome;
        try
        {
            outcome = findRefusal is not null && await findRefusal() is { } sentence
                ? new ExploreOutcome.Failed(sentence)
                : await Task.Run(() => runner.RunAsync(request, p => Note(abandon, p), stop.Token, abandon.Token), abandon.Token);
        }
        catch (OperationCanceledException) when (abandon.IsCancellationRequested)
        {
            return null;
        }
#pragma warning disable CA1031 // The edge of the page: whatever failed, it stays, and the log has the details.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            ExploreLog.RunFailed(logger, exception);
            outcome = new ExploreOutcome.Failed("The query could not be run. The log of the dashboard has the details.");
        }

        if (_abandon != abandon)
        {
            return null;
        }

        (Outcome, _abandon, _stop) = (outcome, null, null);
        await onChanged();
        return outcome;
    }

    /// <summary>Ends the reading; the rows so far are shown.</summary>
    public void Stop() => _stop?.Cancel();

    /// <summary>Shows a sentence instead of a result.</summary>
    public void Refuse(string sentence)
    {
        Abandon();
        Outcome = new ExploreOutcome.Failed(sentence);
    }

    /// <summary>Forgets the result; a run is abandoned.</summary>
    public void Clear()
    {
        Abandon();
        Outcome = null;
    }

    /// <inheritdoc/>
    public void Dispose() => Abandon();

    private void Abandon()
    {
        _abandon?.Cancel();
        (_abandon, _stop) = (null, null);
    }

    private void Note(CancellationTokenSource of, ExploreProgress progress)
    {
        if (_abandon == of)
        {
            Progress = progress;
            _ = onChanged();
        }
    }
}
