using System.Globalization;
using System.Text.Json;

namespace AuditDashboard.Harvest.Sources.Demo.Objects;

/// <summary>A rule of a role.</summary>
internal sealed record RbacRule(string[] Groups, string[] Resources, string[] Verbs);

/// <summary>A subject of a binding.</summary>
internal sealed record RbacSubject(string Kind, string Name, string? Namespace = null);

/// <summary>A Role, ClusterRole, RoleBinding or ClusterRoleBinding as it stands at some instant.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Namespace">Its namespace, or null.</param>
/// <param name="Name">Its name.</param>
/// <param name="Uid">Its uid.</param>
/// <param name="CreatedMicros">When it was made.</param>
internal sealed record RbacObject(string Kind, string? Namespace, string Name, Guid Uid, long CreatedMicros)
{
    private const string Group = "rbac.authorization.k8s.io";

    public IReadOnlyList<RbacRule> Rules { get; init; } = [];

    public string? RoleKind { get; init; }

    public string? RoleName { get; init; }

    public IReadOnlyList<RbacSubject> Subjects { get; init; } = [];

    /// <summary>What manages it, in a label; null for things made by hand.</summary>
    public string? ManagedBy { get; init; }

    /// <summary>What requests about it are about.</summary>
    public DemoObject Target => new(Group, Kind.ToLowerInvariant() + "s", Namespace, Name);

    /// <summary>Writes it as a client sends it: without what the server adds, or with the version that it was read in.</summary>
    public void WriteSent(Utf8JsonWriter json, long? readVersion) => Write(json, readVersion, isStored: readVersion is not null);

    /// <summary>Writes it as the server keeps it.</summary>
    public void WriteStored(Utf8JsonWriter json, long version) => Write(json, version, isStored: true);

    /// <summary>Writes <c>rules</c> or <c>subjects</c> alone, as a merge patch has it.</summary>
    public void WritePatch(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        WriteContent(json, withRoleRef: false);
        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, long? version, bool isStored)
    {
        json.WriteStartObject();
        json.WriteString("kind"u8, Kind);
        json.WriteString("apiVersion"u8, "rbac.authorization.k8s.io/v1"u8);
        json.WriteStartObject("metadata"u8);
        json.WriteString("name"u8, Name);
        if (Namespace is not null)
        {
            json.WriteString("namespace"u8, Namespace);
        }

        if (isStored)
        {
            json.WriteString("uid"u8, Uid);
            json.WriteString("resourceVersion"u8, version?.ToString(CultureInfo.InvariantCulture));
            DemoEventWriter.WriteSeconds(json, "creationTimestamp"u8, CreatedMicros);
        }
        else
        {
            json.WriteNull("creationTimestamp"u8);
        }

        if (ManagedBy is not null)
        {
            json.WriteStartObject("labels"u8);
            json.WriteString("app.kubernetes.io/managed-by"u8, ManagedBy);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        WriteContent(json, withRoleRef: true);
        json.WriteEndObject();
    }

    private void WriteContent(Utf8JsonWriter json, bool withRoleRef)
    {
        if (RoleName is null)
        {
            json.WriteStartArray("rules"u8);
            foreach (var rule in Rules)
            {
                json.WriteStartObject();
                WriteList(json, "verbs"u8, rule.Verbs);
                WriteList(json, "apiGroups"u8, rule.Groups);
                WriteList(json, "resources"u8, rule.Resources);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            return;
        }

        json.WriteStartArray("subjects"u8);
        foreach (var subject in Subjects)
        {
            json.WriteStartObject();
            json.WriteString("kind"u8, subject.Kind);
            if (subject.Namespace is null)
            {
                json.WriteString("apiGroup"u8, Group);
            }

            json.WriteString("name"u8, subject.Name);
            if (subject.Namespace is not null)
            {
                json.WriteString("namespace"u8, subject.Namespace);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (withRoleRef)
        {
            json.WriteStartObject("roleRef"u8);
            json.WriteString("apiGroup"u8, Group);
            json.WriteString("kind"u8, RoleKind);
            json.WriteString("name"u8, RoleName);
            json.WriteEndObject();
        }
    }

    private static void WriteList(Utf8JsonWriter json, ReadOnlySpan<byte> name, string[] values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }
}
