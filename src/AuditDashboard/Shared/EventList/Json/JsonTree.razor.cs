using System.Text.Json;
using AuditDashboard.Shared.Text;
using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared.EventList.Json;

/// <summary>A JSON value as a tree that opens step by step: what is folded costs nothing.</summary>
public sealed partial class JsonTree
{
    private const int MaxScalar = 2_000;
    private const int FirstChildren = 100;

    private static readonly HashSet<string> FoldedAtFirst = new(StringComparer.Ordinal) { "requestObject", "responseObject", "managedFields" };

    private bool? _isOpen;
    private bool _isLong;
    private int _limit = FirstChildren;
    private JsonPart? _read;
    private IReadOnlyList<(string? Name, JsonPart Part)> _children = [];
    private string _scalar = "";

    /// <summary>The value.</summary>
    [Parameter, EditorRequired]
    public required JsonPart Part { get; set; }

    /// <summary>Name of the member; null for an item and the whole.</summary>
    [Parameter]
    public string? Name { get; set; }

    /// <summary>0 for the whole tree.</summary>
    [Parameter]
    public int Depth { get; set; }

    private bool IsOpen => _isOpen ?? (Depth == 1 || (Depth <= 3 && Part.Bytes <= 16_384 && (Name is null || !FoldedAtFirst.Contains(Name))));

    private IReadOnlyList<(string? Name, JsonPart Part)> Children
    {
        get
        {
            Read();
            return _children;
        }
    }

    private IEnumerable<(string? Name, JsonPart Part)> Shown => Children.Take(_limit);

    private string ScalarText
    {
        get
        {
            Read();
            return _scalar;
        }
    }

    private string ScalarCss => Part.Kind switch
    {
        JsonTokenType.String => "st",
        JsonTokenType.Number => "nu",
        _ => "nu",
    };

    private string Open => Part.Kind == JsonTokenType.StartObject ? "{" : "[";

    private string Close => Part.Kind == JsonTokenType.StartObject ? "}" : "]";

    private string Summary => $"{Open}{Numbers.Count(Children.Count)}{Close} {Numbers.Bytes(Part.Bytes)}";

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        if (_read is not null && !ReferenceEquals(_read, Part))
        {
            (_read, _isLong, _limit) = (null, false, FirstChildren);
        }
    }

    private void Toggle() => _isOpen = !IsOpen;

    private void Read()
    {
        if (ReferenceEquals(_read, Part))
        {
            return;
        }

        _read = Part;
        _children = Part.IsContainer ? Part.Children() : [];
        _scalar = Part.Kind == JsonTokenType.String ? "\"" + Part.Scalar + "\"" : Part.Scalar;
    }
}
