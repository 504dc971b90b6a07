using AuditDashboard.Explore.Running;
using AuditDashboard.Shared.Scope;
using AuditDashboard.Storage.Events;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Explore.Results;

/// <summary>One row in full, with filters for its values and the way to its event.</summary>
public sealed partial class RowDetail : IDisposable
{
    private readonly CancellationTokenSource _lifetime = new();
    private string? _storedId;
    private bool _isLookedUp;

    /// <summary>The result.</summary>
    [Parameter, EditorRequired]
    public required ExploreResult Result { get; set; }

    /// <summary>The row.</summary>
    [Parameter, EditorRequired]
    public required ExploreRow Row { get; set; }

    /// <summary>The page's scope, kept in links to events.</summary>
    [Parameter, EditorRequired]
    public required PageScope Scope { get; set; }

    /// <summary>The reader filters for, or out, a value.</summary>
    [Parameter]
    public EventCallback<FieldChoice> OnFilter { get; set; }

    [Inject]
    private EventReader Events { get; set; } = null!; // set by the framework before any method runs

    /// <inheritdoc/>
    public void Dispose()
    {
        _lifetime.Cancel();
        _lifetime.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnInitializedAsync()
    {
        if (Row.EventId is not { } id)
        {
            return;
        }

        if (Result.Request.Source == ExploreSource.Collected)
        {
            _storedId = id;
            return;
        }

        try
        {
            _storedId = (await Events.FindAsync(id, _lifetime.Token))?.Row.Id;
            _isLookedUp = true;
        }
        catch (OperationCanceledException)
        {
            // The row was closed.
        }
    }
}
