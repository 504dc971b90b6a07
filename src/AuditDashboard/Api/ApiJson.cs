using System.Text.Json.Serialization;

namespace AuditDashboard.Api;

/// <summary>How answers are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ListAnswer<ClusterItem>))]
[JsonSerializable(typeof(ListAnswer<QueryItem>))]
[JsonSerializable(typeof(ListAnswer<CoverageItem>))]
[JsonSerializable(typeof(EventsAnswer))]
[JsonSerializable(typeof(EventItem))]
[JsonSerializable(typeof(BinsAnswer))]
[JsonSerializable(typeof(ActivityAnswer))]
[JsonSerializable(typeof(Actors.ActorAnswer))]
[JsonSerializable(typeof(Investigation.Access.CanAnswer))]
[JsonSerializable(typeof(Investigation.Ledger.ChangesAnswer))]
[JsonSerializable(typeof(Ledger.LedgerAnswer))]
[JsonSerializable(typeof(Ledger.Workloads.WorkloadAnswer))]
[JsonSerializable(typeof(Queue.QueueAnswer))]
[JsonSerializable(typeof(Used.UsedItem))]
[JsonSerializable(typeof(Reviews.ReviewDocument))]
[JsonSerializable(typeof(ListAnswer<Reviews.ReviewListItem>))]
[JsonSerializable(typeof(Exports.ExportAbout))]
[JsonSerializable(typeof(Exports.ExportEnd))]
[JsonSerializable(typeof(HttpValidationProblemDetails))]
[JsonSerializable(typeof(Microsoft.AspNetCore.Mvc.ProblemDetails))]
internal sealed partial class ApiJson : JsonSerializerContext;
