using AuditDashboard.Shared;
using AuditDashboard.Storage.Events;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Investigation.Effects;

/// <summary>
/// Works out the effects of the changes that the list in it shows: after the list stands, in its order, and again with each new list.
/// <see cref="RiskMark"/> and <see cref="EffectText"/> in the list show them as they come.
/// </summary>
public sealed partial class ListEffects : IDisposable
{
    private const int Portion = 8;

    private readonly CancellationTokenSource _lifetime = new();
    private readonly Dictionary<string, ChangeEffect> _known = new(StringComparer.Ordinal);
    private CancellationTokenSource? _work;
    private IReadOnlyList<EventRow>? _followed;

    /// <summary>The risk of a change, for a column of the list.</summary>
    public static RenderFragment<EventRow> RiskOf { get; } = Leaf<RiskMark>;

    /// <summary>The effect of a change, for a column of the list.</summary>
    public static RenderFragment<EventRow> EffectOf { get; } = Leaf<EffectText>;

    /// <summary>The changes that are shown. Give the same list for the same reading: another one is worked through.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<EventRow> Rows { get; set; }

    /// <summary>The list.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    [Inject]
    private ChangeEffectReader Reader { get; set; } = null!; // set by the framework before any method runs

    [Inject]
    private ILoggerFactory Loggers { get; set; } = null!; // set by the framework before any method runs

    /// <summary>Raised on the renderer's context when effects came or could not be worked out.</summary>
    internal event Action? Changed;

    /// <summary>True if those that are missing could not be worked out; the log has the details.</summary>
    internal bool HasFailed { get; private set; }

    /// <summary>The effect of a change; null while it is not worked out.</summary>
    internal ChangeEffect? Find(EventRow row) => _known.GetValueOrDefault(row.Id);

    /// <inheritdoc/>
    public void Dispose()
    {
        _lifetime.Cancel();
        _lifetime.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (!RendererInfo.IsInteractive || ReferenceEquals(Rows, _followed))
        {
            return;
        }

        _followed = Rows;
        _work?.Cancel();
        _ = FollowAsync(Rows);
    }

    private static RenderFragment Leaf<TLeaf>(EventRow row)
        where TLeaf : EffectLeaf => builder =>
    {
        builder.OpenComponent<TLeaf>(0);
        builder.AddComponentParameter(1, nameof(EffectLeaf.Row), row);
        builder.CloseComponent();
    };

    private async Task FollowAsync(IReadOnlyList<EventRow> rows)
    {
        using var work = CancellationTokenSource.CreateLinkedTokenSource(_lifetime.Token);
        _work = work;
        foreach (var gone in _known.Keys.Except(rows.Select(row => row.Id)).ToList())
        {
            _known.Remove(gone);
        }

        try
        {
            foreach (var portion in rows.Chunk(Portion))
            {
                foreach (var (id, effect) in await Task.Run(() => ReadAsync(portion, work.Token), work.Token))
                {
                    _known[id] = effect;
                }

                HasFailed = false;
                Changed?.Invoke();
            }
        }
        catch (OperationCanceledException) when (work.IsCancellationRequested)
        {
            // Another list, or none any more.
        }
#pragma warning disable CA1031 // The edge of a column: the list stays, and the log has the details.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            SharedLog.LoadFailed(Loggers.CreateLogger<ListEffects>(), exception, nameof(ListEffects));
            HasFailed = true;
            Changed?.Invoke();
        }
        finally
        {
            if (_work == work)
            {
                _work = null;
            }
        }
    }

    private async Task<List<(string Id, ChangeEffect Effect)>> ReadAsync(EventRow[] rows, CancellationToken cancellationToken)
    {
        var read = new List<(string, ChangeEffect)>();
        foreach (var row in rows)
        {
            read.Add((row.Id, await Reader.ReadAsync(row, cancellationToken)));
        }

        return read;
    }
}
