using System.Text;
using AuditDashboard.Shared.Text;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.EventList.Json;

/// <summary>A stored record as a tree, as text in lines, and as it is. Text only, bounded until the reader asks for all of it.</summary>
public sealed partial class JsonView
{
    /// <summary>Characters of text shown at first.</summary>
    public const int FirstChars = 32_768;

    private static readonly (JsonMode Mode, string Label)[] Modes = [(JsonMode.Tree, "Tree"), (JsonMode.Text, "JSON"), (JsonMode.Raw, "Raw")];

    private JsonMode _mode;
    private bool _showsAll;
    private ReadOnlyMemory<byte> _parsed;
    private JsonPart? _root;

    /// <summary>The record, UTF-8.</summary>
    [Parameter, EditorRequired]
    public required ReadOnlyMemory<byte> Json { get; set; }

    /// <summary>The way chosen in the URL; null leaves the choice to this component.</summary>
    [Parameter]
    public JsonMode? ModeInUrl { get; set; }

    /// <summary>The URL of another way; null leaves the choice to this component.</summary>
    [Parameter]
    public Func<JsonMode, string>? HrefOf { get; set; }

    private JsonMode Mode => ModeInUrl ?? _mode;

    private JsonPart? Root => _root;

    private string Text => Encoding.UTF8.GetString(Json.Span);

    private bool IsCut => !_showsAll && (Mode == JsonMode.Raw ? Json.Length > FirstChars : Json.Length > FirstChars / 2 && Formatted.Length >= FirstChars);

    private string Formatted => JsonIndent.Format(Json.Span, _showsAll ? int.MaxValue : FirstChars);

    private string Shown => Mode == JsonMode.Raw ? (_showsAll ? Text : Encoding.UTF8.GetString(Json.Span[..Math.Min(Json.Length, FirstChars)])) : Formatted;

    // The line breaks are ours, not the record's: they stay, everything else that cannot be seen becomes a mark.
    private IEnumerable<LogSegment> Segments =>
        Shown.Split('\n').SelectMany((line, i) => i == 0 ? LogSegments.Split(line) : LogSegments.Split(line).Prepend(new LogSegment("\n", null)));

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        // By content: a page that is read again brings the same record in other bytes, and what was opened stays open.
        if (!_parsed.Span.SequenceEqual(Json.Span))
        {
            (_parsed, _root, _showsAll) = (Json, JsonPart.Parse(Json), false);
        }
    }
}
