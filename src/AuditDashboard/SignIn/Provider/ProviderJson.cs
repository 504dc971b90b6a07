using System.Text.Json.Serialization;

namespace AuditDashboard.SignIn.Provider;

[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class ProviderJson : JsonSerializerContext;
