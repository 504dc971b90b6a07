using System.Text.Json;

namespace AuditDashboard.Tests.SignIn.Raw;

/// <summary>What a person does with one element of a page.</summary>
/// <param name="Event">Name of the event, as <c>click</c>.</param>
/// <param name="Attribute">The attribute by which the element is known.</param>
/// <param name="Value">The attribute's value.</param>
/// <param name="Arguments">What the browser says of the event, in JSON.</param>
internal sealed record RawStep(string Event, string Attribute, string Value, string Arguments = "{\"type\":\"click\",\"detail\":1}")
{
    /// <summary>Presses what is known by this id of tests.</summary>
    public static RawStep Press(string id) => new("click", "data-testid", id);

    /// <summary>Writes into what is known by this id of tests.</summary>
    public static RawStep Write(string id, string text) => new("input", "data-testid", id, JsonSerializer.Serialize(new { value = text }));

    /// <summary>Sends the form of this name for assistive technology.</summary>
    public static RawStep Send(string label) => new("submit", "aria-label", label, "{}");
}
