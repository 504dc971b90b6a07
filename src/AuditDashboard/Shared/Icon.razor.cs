using Microsoft.AspNetCore.Components;

namespace AuditDashboard.Shared;

/// <summary>A 16 px line icon of our own, always beside words or a label.</summary>
public sealed partial class Icon
{
    private static readonly Dictionary<string, string> Paths = new(StringComparer.Ordinal)
    {
        ["left"] = "M10 3.5 5.5 8l4.5 4.5",
        ["right"] = "M6 3.5 10.5 8 6 12.5",
        ["up"] = "M3.5 10 8 5.5 12.5 10",
        ["down"] = "M4 6l4 4 4-4",
        ["menu"] = "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
        ["cluster"] = "m8 2 5.2 3v6L8 14l-5.2-3V5zM2.8 5 8 8l5.2-3M8 8v6",
        ["clock"] = "M13.5 8a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0zM8 5v3.2l2 1.3",
        ["link"] = "M6.8 9.2a2.4 2.4 0 0 0 3.4 0l2.1-2.1a2.4 2.4 0 0 0-3.4-3.4l-.8.8M9.2 6.8a2.4 2.4 0 0 0-3.4 0L3.7 8.9a2.4 2.4 0 0 0 3.4 3.4l.8-.8",
        ["copy"] = "M5.5 5.5v-3h8v8h-3M2.5 5.5h8v8h-8z",
        ["check"] = "M3 8.5 6.5 12 13 4.5",
        ["close"] = "m4 4 8 8M12 4l-8 8",
        ["search"] = "M11 7a4 4 0 1 1-8 0 4 4 0 0 1 8 0zM10 10l3.5 3.5",
        ["warning"] = "M8 2.5 14 13H2zM8 6.5v3M8 11.2v.1",
        ["theme"] = "M10.6 8a2.6 2.6 0 1 1-5.2 0 2.6 2.6 0 0 1 5.2 0zM8 2v1.4M8 12.6V14M2 8h1.4M12.6 8H14M3.8 3.8l1 1M11.2 11.2l1 1M12.2 3.8l-1 1M4.8 11.2l-1 1",
        ["pause"] = "M6 4v8M10 4v8",
        ["open"] = "M9 3h4v4M13 3 7.5 8.5M11 9.5V13H3V5h3.5",
        ["play"] = "M5 3.5v9L12.5 8z",
        ["download"] = "M8 2.5v7M5 6.8 8 9.8l3-3M2.5 11.5v2h11v-2",
        ["filter"] = "M2.5 3.5h11L9.5 8.5v4l-3-1.5v-2.5z",
    };

    /// <summary>Name of the icon.</summary>
    [Parameter, EditorRequired]
    public required string Name { get; set; }

    private string Path => Paths[Name];
}
