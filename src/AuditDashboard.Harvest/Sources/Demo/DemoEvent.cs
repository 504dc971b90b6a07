using System.Text.Json;

namespace AuditDashboard.Harvest.Sources.Demo;

/// <summary>One audit event of the demo cluster before it is written.</summary>
internal sealed record DemoEvent
{
    /// <summary>Its stageTimestamp, microseconds since 1970.</summary>
    public required long AtMicros { get; init; }

    /// <summary>How long the request took up to this stage. Unit: microseconds.</summary>
    public long TookMicros { get; init; } = 4_000;

    public required Guid AuditId { get; init; }

    public string Stage { get; init; } = "ResponseComplete";

    public required string Verb { get; init; }

    public required string Uri { get; init; }

    public required DemoUser User { get; init; }

    /// <summary>Null for requests that are not about a resource.</summary>
    public DemoObject? Object { get; init; }

    /// <summary>0 where the stage has no response yet.</summary>
    public int Code { get; init; } = 200;

    /// <summary>Message of a failure; null for none.</summary>
    public string? Failure { get; init; }

    /// <summary>Why it was allowed; null for the user's usual reason.</summary>
    public string? Reason { get; init; }

    /// <summary>Writes <c>requestObject</c>; left out where the audit policy leaves it out.</summary>
    public Action<Utf8JsonWriter>? Request { get; init; }

    /// <summary>Writes <c>responseObject</c>; left out where the audit policy leaves it out.</summary>
    public Action<Utf8JsonWriter>? Response { get; init; }
}

/// <summary>What a demo request is about.</summary>
/// <param name="Group">API group; empty for the core group.</param>
/// <param name="Resource">Resource, plural.</param>
/// <param name="Namespace">Namespace, or null.</param>
/// <param name="Name">Name, or null for lists.</param>
internal sealed record DemoObject(string Group, string Resource, string? Namespace, string? Name)
{
    public string Version { get; init; } = "v1";

    public string? Subresource { get; init; }

    public string? Uid { get; init; }

    public long? ResourceVersion { get; init; }

    /// <summary>The path of a request about it.</summary>
    public string Path
    {
        get
        {
            var path = Group.Length == 0 ? $"/api/{Version}" : $"/apis/{Group}/{Version}";
            path += Namespace is null ? $"/{Resource}" : $"/namespaces/{Namespace}/{Resource}";
            path += Name is null ? "" : $"/{Name}";
            return path + (Subresource is null ? "" : $"/{Subresource}");
        }
    }
}
