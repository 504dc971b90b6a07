using AuditDashboard.LogsInsights;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace AuditDashboard.Explore.Editing;

/// <summary>The editor: a text area with colours, completion, help, and the engine's findings underlined and as text. See decisions/explore-editor.md.</summary>
/// <remarks>The browser owns the text while one types; <see cref="ReadAsync"/> asks for it, <see cref="WriteAsync"/> replaces it.</remarks>
public sealed partial class QueryEditor : IAsyncDisposable
{
    private const string Hint = "Ctrl+Enter runs. Ctrl+Space suggests commands, functions and fields.";

    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ElementReference _root;
    private DotNetObjectReference<QueryEditor>? _self;
    private IJSObjectReference? _module;
    private IJSObjectReference? _editor;
    private IReadOnlyList<EditorWord>? _known;
    private string _initial = "";
    private string _text = "";
    private bool _isTextKnown;

    /// <summary>The text to begin with; later changes go through <see cref="WriteAsync"/>.</summary>
    [Parameter, EditorRequired]
    public required string InitialText { get; set; }

    /// <summary>Fields to complete, beside the words of the language.</summary>
    [Parameter]
    public IReadOnlyList<SeenField> Fields { get; set; } = [];

    /// <summary>Compiles a text and gives what is to be said of it.</summary>
    [Parameter, EditorRequired]
    public required Func<string, IReadOnlyList<QueryDiagnostic>> Check { get; set; }

    /// <summary>The reader asked to run this text by keyboard.</summary>
    [Parameter]
    public EventCallback<string> OnRunAsked { get; set; }

    [Inject]
    private IJSRuntime Js { get; set; } = null!; // set by the framework before any method runs

    /// <summary>The findings of the text as last checked.</summary>
    public IReadOnlyList<QueryDiagnostic> Findings { get; private set; } = [];

    /// <summary>Called by the module when the text rests: checks it and gives what is to be underlined.</summary>
    [JSInvokable]
    public IReadOnlyList<EditorMark> OnText(string text)
    {
        Note(text);
        StateHasChanged();
        return [.. Findings.Select(EditorMark.Of)];
    }

    /// <summary>Called by the module for Ctrl+Enter.</summary>
    [JSInvokable]
    public Task OnRun(string text)
    {
        Note(text);
        return OnRunAsked.InvokeAsync(text);
    }

    /// <summary>The text as it stands in the browser.</summary>
    public async Task<string> ReadAsync()
    {
        await _started.Task; // one may type and press Run before the script is there
        try
        {
            if (_editor is not null && await _editor.InvokeAsync<string?>("read") is { } text)
            {
                Note(text);
            }
        }
        catch (Exception exception) when (exception is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // What was last told is what there is.
        }

        return _text;
    }

    /// <summary>Replaces the text.</summary>
    public async Task WriteAsync(string text)
    {
        Note(text);
        StateHasChanged();
        if (_editor is not null)
        {
            await TryAsync(async editor => await editor.InvokeVoidAsync("write", text));
        }
    }

    /// <summary>Looks at the text anew: what is said of it depends on what it is run over. The marks in the text follow with the next key.</summary>
    public void CheckAgain()
    {
        Findings = Look(_text);
        StateHasChanged();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _started.TrySetResult();
        try
        {
            if (_editor is not null)
            {
                await _editor.InvokeVoidAsync("dispose");
                await _editor.DisposeAsync();
            }

            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException)
        {
            // The browser went first, and the editor with its page.
        }

        _self?.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (!_isTextKnown)
        {
            // Written once: a text area that is rendered anew would lose what is being typed.
            _initial = InitialText;
            Note(InitialText);
        }
    }

    /// <inheritdoc/>
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            try
            {
                _module = await Js.InvokeAsync<IJSObjectReference>("import", "./js/query-editor.js");
                _known = Words();
                _editor = await _module.InvokeAsync<IJSObjectReference>("create", _root, _self, new { words = _known, hint = Hint, maxText = ExploreState.MaxText });
                if (_text != _initial)
                {
                    // Written since the first render; what was typed since then stays otherwise.
                    await _editor.InvokeVoidAsync("write", _text);
                }
            }
            catch (Exception exception) when (exception is JSException or JSDisconnectedException or OperationCanceledException or ObjectDisposedException)
            {
                // Without its script the text area is plain, and the query can still be run; or the page was left before the script came.
            }
            finally
            {
                _started.TrySetResult();
            }
        }

        if (_editor is not null && _known is { } known && Words() is var words && !known.SequenceEqual(words))
        {
            _known = words;
            await TryAsync(async editor => await editor.InvokeVoidAsync("know", words));
        }
    }

    private IReadOnlyList<EditorWord> Words() => [.. EditorWord.OfLanguage, .. Fields.Where(f => !f.Path.StartsWith('@')).Select(EditorWord.Of)];

    private IReadOnlyList<QueryDiagnostic> Look(string text) => string.IsNullOrWhiteSpace(text) ? [] : [.. Check(text), .. UnseenText.FindIn(text)];

    private void Note(string text)
    {
        _isTextKnown = true;
        if (text != _text || Findings.Count == 0)
        {
            _text = text;
            Findings = Look(text);
        }
    }

    private Task RevealAsync(QueryDiagnostic finding) => TryAsync(async editor => await editor.InvokeVoidAsync("reveal", finding.Start, finding.Length));

    private async Task TryAsync(Func<IJSObjectReference, Task> call)
    {
        try
        {
            if (_editor is { } editor)
            {
                await call(editor);
            }
        }
        catch (Exception exception) when (exception is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // The page is going.
        }
    }
}
