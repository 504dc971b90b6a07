using System.Text.Json;

namespace AuditDashboard.LocalCloudWatch.Protocol;

/// <summary>An error that the service answers.</summary>
/// <param name="code">Its name, such as <c>ResourceNotFoundException</c>.</param>
/// <param name="message">What went wrong.</param>
/// <param name="status">The HTTP status; default 400, as for every error that is the caller's.</param>
public sealed class ServiceErrorException(string code, string message, int status = 400) : Exception(message)
{
    /// <summary>Its name.</summary>
    public string Code { get; } = code;

    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>Writes members beside the name and the message; null for none.</summary>
    public Action<Utf8JsonWriter>? Write { get; init; }

    /// <summary>A parameter is wrong.</summary>
    public static ServiceErrorException Parameter(string message) => new("InvalidParameterException", message);

    /// <summary>Something does not exist.</summary>
    public static ServiceErrorException NotFound(string message) => new("ResourceNotFoundException", message);
}
