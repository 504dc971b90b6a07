using AuditDashboard.Collection;
using AuditDashboard.Harvest.LookBacks;
using AuditDashboard.Kubernetes.History;
using AuditDashboard.Shared.Text;
using AuditDashboard.SignIn;
using AuditDashboard.Storage;
using AuditDashboard.Storage.Activity;
using AuditDashboard.Storage.Credentials;
using AuditDashboard.Storage.Events;
using AuditDashboard.Storage.LookBacks;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Investigation.LookBacks;

/// <summary>Has the version before a change looked for further back than what is collected: its estimate, its progress and what came of it.</summary>
public sealed partial class LookBackBox
{
    private static readonly (int Days, string Words)[] Depths = [(1, "1 day"), (7, "7 days"), (30, "30 days"), (90, "90 days"), (400, "400 days")];

    private StoredEvent? _read;
    private Person? _person;
    private LookBackPlan? _plan;
    private IDisposable? _subscription;
    private bool _isOpen;
    private int _days = 7;
    private string _said = "";

    /// <summary>The event of the change.</summary>
    [Parameter, EditorRequired]
    public required StoredEvent Event { get; set; }

    /// <summary>The object whose version before is not known.</summary>
    [Parameter, EditorRequired]
    public required ObjectKey Key { get; set; }

    /// <summary>Told once the version before was found.</summary>
    [Parameter]
    public EventCallback OnFound { get; set; }

    [Inject]
    private LookBackStore Store { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private LookBackPlanner Planner { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private LookBackDesk Desk { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private CurrentPerson People { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private ActivityLog Activity { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private DataChanges Changes { get; set; } = null!; // set by the framework before any method runs

    private bool MayAsk => _person?.May(DashboardRole.Reviewer) == true && Event.Row.Time is not null;

    private bool WasOpen { get; set; }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync() => _person = await People.FindAsync();

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (_read?.Row.RowId == Event.Row.RowId)
        {
            return;
        }

        _read = Event;
        (_plan, _isOpen, _said, WasOpen) = (null, false, "", false);
        await ReloadAsync();
    }

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (firstRender)
        {
            _subscription = Changes.Subscribe(() => Lifetime.IsCancellationRequested ? Task.CompletedTask : InvokeAsync(OnDataChangedAsync));
        }
    }

    /// <inheritdoc/>
    protected override async Task<Known> LoadAsync(CancellationToken cancellationToken) => new(await Store.FindLatestAsync(Event.Row.Cluster, Key, cancellationToken));

    /// <inheritdoc/>
    protected override void OnLoaded(Known data)
    {
        var isFound = WasOpen && data.Latest is { State: LookBackState.Found };
        WasOpen = data.Latest?.IsOpen == true;
        if (isFound)
        {
            _ = OnFound.InvokeAsync();
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool isDisposing)
    {
        if (isDisposing)
        {
            _subscription?.Dispose();
        }

        base.Dispose(isDisposing);
    }

    // Only one that goes on changes by itself.
    private Task OnDataChangedAsync() => WasOpen ? RefreshAsync() : Task.CompletedTask;

    private async Task OpenAsync()
    {
        _isOpen = true;
        await ChooseAsync(_days);
    }

    private async Task ChooseAsync(int days)
    {
        (_days, _plan, _said) = (days, null, "");
        StateHasChanged();
        try
        {
            var token = Lifetime;
            var plan = await Task.Run(() => Planner.PlanAsync(Event.Row.Cluster, Event.Row.Time ?? default, TimeSpan.FromDays(days), asksSource: false, token), token);
            if (_days == days)
            {
                _plan = plan;
            }
        }
        catch (OperationCanceledException)
        {
            // The page is gone.
        }
        catch (StorageException exception)
        {
            _said = exception.Message;
        }
    }

    private Task StartAsync() => DoAsync(async () =>
    {
        var person = await People.RequireAsync(DashboardRole.Reviewer, Lifetime);
        await Activity.AddAsync(
            ActivityKind.Job, person,
            $"Had the version of {Key} in {Event.Row.Cluster} before {UtcText.Second(Event.Row.Time ?? default)} looked for, up to {Numbers.Count(_days, "day")} back.",
            address: null, Lifetime);
        await Desk.AskAsync(Event, Key, TimeSpan.FromDays(_days), person.Name, Lifetime);

        // Also where it ends before it is read for the first time.
        (_isOpen, WasOpen) = (false, true);
    });

    private Task CancelAsync(LookBack open) => DoAsync(async () =>
    {
        var person = await People.RequireAsync(DashboardRole.Reviewer, Lifetime);
        await Activity.AddAsync(ActivityKind.Job, person, $"Cancelled looking further back for {Key} in {Event.Row.Cluster}.", address: null, Lifetime);
        await Desk.CancelAsync(open.Id, Lifetime);
    });

    private async Task DoAsync(Func<Task> deed)
    {
        _said = "";
        try
        {
            await deed();
        }
        catch (Exception exception) when (exception is NotAllowedException or StorageException)
        {
            _said = exception.Message;
            return;
        }

        // What was just stored tells by itself when it goes on.
        await ReloadAsync();
    }

    private static string Estimate(LookBackPlan plan)
    {
        if (plan.Refusal is { } refusal)
        {
            return refusal;
        }

        var what = plan switch
        {
            { IsBilled: true, Bytes: { } bytes, Dollars: { } dollars } => $"It would scan about {CostWords.Bytes(bytes)}, {CostWords.Dollars(dollars)}, if all of it has to be read.",
            { IsBilled: true } => "It is not known yet how much the log holds: the first quarter of an hour that is read tells.",
            { Records: { } records } => $"It would read about {Numbers.Count(records, "record")} if all of it has to be read; nothing is billed.",
            _ => "Nothing is billed.",
        };
        var left = plan.BudgetLeft is { } budget ? $" {CostWords.Dollars(budget)} of the day’s budget are left for it; beyond that it stops." : "";
        var limit = plan.Limit is { } bound ? " " + bound : "";
        return $"{UtcText.Length(plan.ToRead)} before this change are not collected. {what} It stops as soon as the version before is known.{left}{limit}";
    }

    /// <summary>What is known of looks further back for the object.</summary>
    /// <param name="Latest">The newest; null if there was none.</param>
    public sealed record Known(LookBack? Latest);
}
