using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AuditDashboard.LocalCloudWatch.Protocol;

/// <summary>The members of a request, checked against the constraints of the service's model while they are read.</summary>
public sealed partial class Members(JsonElement root)
{
    /// <summary>The members of a request's body; an empty body has none.</summary>
    /// <exception cref="ServiceErrorException">The body is not a JSON object.</exception>
    public static Members Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            var document = JsonDocument.Parse(body.IsEmpty ? "{}"u8.ToArray() : body);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? new Members(document.RootElement)
                : throw new ServiceErrorException("SerializationException", "The request is not a JSON object.");
        }
        catch (JsonException)
        {
            throw new ServiceErrorException("SerializationException", "The request is not valid JSON.");
        }
    }

    /// <summary>A text, or null.</summary>
    public string? Text(string name, int min = 0, int max = int.MaxValue, Regex? pattern = null)
    {
        if (Find(name, JsonValueKind.String)?.GetString() is not { } text)
        {
            return null;
        }

        return CheckText(name, text, min, max, pattern);
    }

    /// <summary>A text that must be there.</summary>
    public string RequiredText(string name, int min = 0, int max = int.MaxValue, Regex? pattern = null) =>
        Text(name, min, max, pattern) ?? throw Missing(name);

    /// <summary>A whole number, or null.</summary>
    public long? Whole(string name, long min = 0, long max = long.MaxValue)
    {
        if (Find(name, JsonValueKind.Number) is not { } value)
        {
            return null;
        }

        if (!value.TryGetInt64(out var number))
        {
            throw new ServiceErrorException("SerializationException", $"The member {name} is not a whole number.");
        }

        if (number < min)
        {
            throw Violated(name, value.GetRawText(), string.Create(CultureInfo.InvariantCulture, $"have value greater than or equal to {min}"));
        }

        return number <= max ? number : throw Violated(name, value.GetRawText(), string.Create(CultureInfo.InvariantCulture, $"have value less than or equal to {max}"));
    }

    /// <summary>A whole number that must be there.</summary>
    public long RequiredWhole(string name, long min = 0, long max = long.MaxValue) => Whole(name, min, max) ?? throw Missing(name);

    /// <summary>True or false, or null.</summary>
    public bool? Truth(string name) => root.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
        ? value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw WrongType(name),
        }
        : null;

    /// <summary>One of some texts, or null.</summary>
    public string? Choice(string name, params string[] choices)
    {
        var text = Text(name);
        return text is null || choices.Contains(text, StringComparer.Ordinal)
            ? text
            : throw Violated(name, text, $"satisfy enum value set: [{string.Join(", ", choices)}]");
    }

    /// <summary>A list of texts, or null.</summary>
    public IReadOnlyList<string>? Texts(string name, int maxCount, int min = 0, int max = int.MaxValue, Regex? pattern = null)
    {
        if (List(name) is not { } list)
        {
            return null;
        }

        if (list.Count > maxCount)
        {
            throw Violated(name, $"{list.Count} elements", string.Create(CultureInfo.InvariantCulture, $"have length less than or equal to {maxCount}"));
        }

        return [.. list.Select(v => v.ValueKind == JsonValueKind.String ? CheckText(name, v.GetString()!, min, max, pattern) : throw WrongType(name))];
    }

    /// <summary>A list, or null.</summary>
    public IReadOnlyList<JsonElement>? List(string name) => Find(name, JsonValueKind.Array) is { } list ? [.. list.EnumerateArray()] : null;

    /// <summary>An object as it stands, or null.</summary>
    public JsonElement? Object(string name) => Find(name, JsonValueKind.Object);

    /// <summary>A member that must be there is not.</summary>
    public static ServiceErrorException Missing(string name) =>
        ServiceErrorException.Parameter($"1 validation error detected: Value null at '{name}' failed to satisfy constraint: Member must not be null");

    /// <summary>A member breaks a constraint.</summary>
    public static ServiceErrorException Violated(string name, string value, string constraint) => ServiceErrorException.Parameter(
        $"1 validation error detected: Value '{(value.Length > 100 ? value[..100] : value)}' at '{name}' failed to satisfy constraint: Member must {constraint}");

    /// <summary>Names of log groups.</summary>
    [GeneratedRegex(@"\A[\.\-_/#A-Za-z0-9]+\z")]
    public static partial Regex GroupName { get; }

    /// <summary>Names or ARNs of log groups.</summary>
    [GeneratedRegex(@"\A[\w#+=/:,.@-]*\z")]
    public static partial Regex GroupIdentifier { get; }

    /// <summary>Names of streams.</summary>
    [GeneratedRegex(@"\A[^:*]*\z")]
    public static partial Regex StreamName { get; }

    private static string CheckText(string name, string text, int min, int max, Regex? pattern)
    {
        if (text.Length < min)
        {
            throw Violated(name, text, string.Create(CultureInfo.InvariantCulture, $"have length greater than or equal to {min}"));
        }

        if (text.Length > max)
        {
            throw Violated(name, text, string.Create(CultureInfo.InvariantCulture, $"have length less than or equal to {max}"));
        }

        return pattern is null || pattern.IsMatch(text) ? text : throw Violated(name, text, $"satisfy regular expression pattern: {pattern}");
    }

    private JsonElement? Find(string name, JsonValueKind kind)
    {
        if (!root.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind == kind ? value : throw WrongType(name);
    }

    private static ServiceErrorException WrongType(string name) => new("SerializationException", $"The member {name} has the wrong type.");
}
