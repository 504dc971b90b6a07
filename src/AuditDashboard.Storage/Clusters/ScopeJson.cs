using System.Text.Json.Serialization;

namespace AuditDashboard.Storage.Clusters;

/// <summary>How lists of cluster names are stored.</summary>
[JsonSerializable(typeof(string[]))]
internal sealed partial class ScopeJson : JsonSerializerContext;
