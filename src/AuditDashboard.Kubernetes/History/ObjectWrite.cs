using System.Text.Json;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.Json;
using AuditDashboard.Kubernetes.Manifests;

namespace AuditDashboard.Kubernetes.History;

/// <summary>An event that writes, or tries to write, an object whose versions are followed.</summary>
public sealed record ObjectWrite
{
    /// <summary>The caller's number for the event.</summary>
    public required long Id { get; init; }

    /// <summary>The kind of object.</summary>
    public required TrackedKind Kind { get; init; }

    /// <summary>The namespace; empty where there is none.</summary>
    public required string Namespace { get; init; }

    /// <summary>The object's name; null for deletecollection, and where a made-up name is not logged.</summary>
    public required string? Name { get; init; }

    /// <summary>create, update, patch, delete or deletecollection.</summary>
    public required string Verb { get; init; }

    /// <summary>The event time in microseconds since 1970; null where undated.</summary>
    public long? TimeMicros { get; init; }

    /// <summary>Whether it took effect.</summary>
    public required WriteEffect Effect { get; init; }

    /// <summary>Whether it was a dry run.</summary>
    public bool IsDryRun { get; init; }

    /// <summary><c>responseStatus.code</c>; null where absent.</summary>
    public int? Code { get; init; }

    /// <summary>Who asked: <c>user.username</c>; null where absent.</summary>
    public string? Username { get; init; }

    /// <summary><c>requestObject</c>: the object, a patch, or the options of a deletion; null where it is not logged.</summary>
    public ManifestValue? Request { get; init; }

    /// <summary><c>responseObject</c> where it is an object of the kind; null otherwise.</summary>
    public ManifestObject? Result { get; init; }

    /// <summary>The key; null where the name is not known.</summary>
    public ObjectKey? Key => Name is null ? null : new ObjectKey(Kind, Namespace, Name);

    /// <summary>The version that the request insists on; null where it takes any.</summary>
    internal string? Precondition { get; init; }

    /// <summary>The objects of a response that is a list; null where it is none.</summary>
    internal IReadOnlyList<ManifestObject>? ResultList { get; init; }

    /// <summary>The names in a response that is a list: of deletecollection the objects that it deleted, where it tells them.</summary>
    public IReadOnlyList<string> ListedNames => [.. (ResultList ?? []).Select(item => item.ObjectAt("metadata")?.TextAt("name")).OfType<string>()];

    /// <summary>The answer was the Status "Success", which a deletion gives where the object is gone at once.</summary>
    internal bool IsAnsweredByStatus { get; init; }

    /// <summary>The options of a deletion are known: logged, or known not to have been sent.</summary>
    internal bool HasOptions { get; init; }

    /// <summary>The message says that the very object was not found.</summary>
    internal bool IsNotFound { get; init; }

    /// <summary>A creation failed because the object is there.</summary>
    internal bool IsAlreadyThere { get; init; }

    /// <summary>A webhook changed the object, or may have.</summary>
    internal bool IsMutated { get; init; }

    /// <summary>When the request came in, in microseconds since 1970; null where absent.</summary>
    internal long? ReceivedMicros { get; init; }

    /// <summary>What the request URI says.</summary>
    internal WriteQuery Query { get; init; } = WriteQuery.Parse(null);

    /// <summary>A deletion that leaves the object until its dependents are gone or let go.</summary>
    internal bool IsHeldBack { get; init; }

    /// <summary>Reads an event.</summary>
    /// <param name="id">The caller's number for it.</param>
    /// <param name="audit">The envelope.</param>
    /// <param name="record">The record it was read from.</param>
    /// <returns>Null where it is no write to such an object, or only says that a request came in.</returns>
    public static ObjectWrite? Read(long id, AuditEvent audit, ReadOnlySpan<byte> record)
    {
        if (audit.Stage is "RequestReceived" or "ResponseStarted"
            || TrackedKinds.Written(audit, record) is not { } kind
            || !JsonTape.TryParse(AuditEventReader.WithoutByteOrderMark(record), out var tape))
        {
            return null;
        }

        using (tape)
        {
            return Read(id, audit, kind, tape);
        }
    }

    private static ObjectWrite Read(long id, AuditEvent audit, TrackedKind kind, in JsonTape tape)
    {
        var path = RequestPath.Parse(audit.RequestUri);
        var query = WriteQuery.Parse(audit.RequestUri);
        var request = ManifestReader.Read(tape, tape.FindLast(0, "requestObject"u8)) is var body and not ManifestScalar ? body : null;
        var response = ManifestReader.Read(tape, tape.FindLast(0, "responseObject"u8)) as ManifestObject;
        var result = IsOfKind(response, kind) ? response : null;
        var isDeletion = audit.Verb is "delete" or "deletecollection";
        var hasOptions = request is not null || audit.Level is "Request" or "RequestResponse";
        var isDryRun = query.IsDryRun || (isDeletion && request is ManifestObject { } options && options.ListAt("dryRun").Count > 0);
        var isAnsweredByStatus = tape.StringIs(tape.FindLast(tape.FindLast(0, "responseStatus"u8), "status"u8), "Success"u8)
            || (response?.TextAt("kind") == "Status" && response.TextAt("status") == "Success");
        var named = (result ?? (audit.Verb is "create" or "update" ? request as ManifestObject : null))?.ObjectAt("metadata");
        return new ObjectWrite
        {
            Id = id,
            Kind = kind,
            Namespace = TrackedKinds.IsNamespaced(kind) ? NotEmpty(audit.ObjectRef?.Namespace) ?? path.Namespace ?? named?.TextAt("namespace") ?? "" : "",
            Name = audit.Verb == "deletecollection" ? null
                : kind == TrackedKind.AwsAuth ? "aws-auth"
                : NotEmpty(audit.ObjectRef?.Name) ?? NotEmpty(path.Name) ?? NotEmpty(named?.TextAt("name")),
            Verb = audit.Verb!, // Whoever has no verb writes nothing.
            TimeMicros = audit.TimeMicros,
            ReceivedMicros = TimeAt(tape, tape.FindLast(0, "requestReceivedTimestamp"u8)),
            Effect = isDryRun ? WriteEffect.None
                : EffectOf(audit, result is not null, isDeletion, hasOptions),
            IsDryRun = isDryRun,
            Code = audit.Code,
            Username = audit.User.Username,
            Request = request,
            Result = result,
            ResultList = result is null && response?["items"] is ManifestList { Items: var items } ? [.. items.OfType<ManifestObject>()] : null,
            Precondition = PreconditionOf(audit.Verb, request),
            IsAnsweredByStatus = isAnsweredByStatus,
            HasOptions = hasOptions,
            IsHeldBack = isDeletion && ((request as ManifestObject)?.TextAt("propagationPolicy") ?? (request is null ? query.PropagationPolicy : null)) is "Foreground" or "Orphan",
            IsNotFound = audit is { Code: 404, StatusReason: "NotFound", StatusMessage: { } message } && message.EndsWith("\"" + (audit.ObjectRef?.Name ?? path.Name) + "\" not found", StringComparison.Ordinal),
            IsAlreadyThere = audit is { Verb: "create", Code: 409, StatusReason: "AlreadyExists" },
            IsMutated = audit.Annotations.Any(a => a.Key.StartsWith("mutation.", StringComparison.Ordinal) && !a.Value.Contains("\"mutated\":false", StringComparison.Ordinal)),
            Query = query,
        };
    }

    private static WriteEffect EffectOf(AuditEvent audit, bool hasResult, bool isDeletion, bool hasOptions)
    {
        if (audit.Stage == "Panic")
        {
            return WriteEffect.Uncertain;
        }

        switch (audit.Code)
        {
            case >= 200 and < 300:
                // Whether a deletion is a dry run stands in its body; where that is not logged, nobody knows.
                return isDeletion && !hasOptions ? WriteEffect.Uncertain : WriteEffect.Applied;
            case null:
                return hasResult && !isDeletion ? WriteEffect.Applied : WriteEffect.Uncertain;
            case 408 or >= 500:
                return WriteEffect.Uncertain;
            default:
                // Many deletions in one request: the first may have been done before the one that failed.
                return audit.Verb == "deletecollection" && audit.Code != 401 && audit.Decision != "forbid" ? WriteEffect.Uncertain : WriteEffect.None;
        }
    }

    private static bool IsOfKind(ManifestObject? body, TrackedKind kind) =>
        body?.ObjectAt("metadata") is { } metadata
        && (body.TextAt("kind") is { } name
            ? name == TrackedKinds.ObjectKind(kind)
            : metadata.TextAt("uid") is not null && body["items"] is null && body["status"] is null);

    private static string? PreconditionOf(string? verb, ManifestValue? request)
    {
        var version = (verb, request) switch
        {
            ("update" or "patch", ManifestObject body) => body.ObjectAt("metadata")?.TextAt("resourceVersion"),
            ("delete", ManifestObject options) => options.ObjectAt("preconditions")?.TextAt("resourceVersion"),
            ("patch", ManifestList operations) => operations.Items.OfType<ManifestObject>()
                .FirstOrDefault(operation => operation.TextAt("op") is "test" && operation.TextAt("path") == "/metadata/resourceVersion")?.TextAt("value"),
            _ => null,
        };
        return version is null or "" or "0" ? null : version;
    }

    private static long? TimeAt(in JsonTape tape, int node) =>
        node >= 0 && tape.Nodes[node].Type == JsonTokenType.String ? AuditEventReader.ParseTime(tape.RawValue(node), tape.Nodes[node].ValueEscaped) : null;

    private static string? NotEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
