using AuditDashboard.Storage.Events;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Investigation.Effects;

/// <summary>Shows something of a change's effect in a list, and renders itself alone when it comes.</summary>
public abstract class EffectLeaf : ComponentBase, IDisposable
{
    private ChangeEffect? _shown;
    private bool _hasFailed;

    /// <summary>The change.</summary>
    [Parameter, EditorRequired]
    public required EventRow Row { get; set; }

    [CascadingParameter]
    private ListEffects Effects { get; set; } = null!; // every leaf stands in one

    /// <summary>The effect; null while it is not known.</summary>
    protected ChangeEffect? Effect => _shown;

    /// <summary>What there is to say, as a sentence.</summary>
    protected string Words => _shown?.Words ?? (_hasFailed ? "What it allows could not be worked out. The log has the details." : "What it allows is being worked out.");

    /// <summary>True while it is being worked out.</summary>
    protected bool IsPending => _shown is null && !_hasFailed;

    /// <inheritdoc/>
    public void Dispose()
    {
        Effects.Changed -= OnChanged;
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => Effects.Changed += OnChanged;

    /// <inheritdoc/>
    protected override void OnParametersSet() => Take();

    private void OnChanged()
    {
        if (Take())
        {
            StateHasChanged();
        }
    }

    private bool Take()
    {
        var before = (_shown, _hasFailed);
        _shown = Effects.Find(Row);
        _hasFailed = _shown is null && Effects.HasFailed;
        return before != (_shown, _hasFailed);
    }
}
