using System.Globalization;
using System.Text;

namespace AuditDashboard.Benchmarks.Storage;

/// <summary>Audit events that canned queries select, with the variety of a large cluster's month: the same seed gives the same bytes.</summary>
/// <remarks>
/// Some 400 service accounts and 60 people, thousands of object names and URIs, 40 namespaces, hundreds of addresses; more by day than by night;
/// one day is <see cref="BurstShare"/> of all. Newest day first, each day in order of time: as a first start collects them.
/// </remarks>
internal sealed class SyntheticEvents
{
    public const int Days = 30;

    /// <summary>The day of the burst, counted from the first.</summary>
    public const int BurstDay = 20;

    /// <summary>Share of all events that the burst adds to its day.</summary>
    public const double BurstShare = 0.1;

    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] Verbs = ["get", "list", "watch", "create", "update", "patch", "delete"];
    private static readonly string[] WriteVerbs = ["create", "update", "patch", "delete"];

    private static readonly string[] Resources =
    [
        "pods", "configmaps", "services", "endpoints", "nodes", "events", "deployments", "replicasets", "statefulsets", "daemonsets", "jobs", "cronjobs",
        "ingresses", "persistentvolumes", "persistentvolumeclaims", "leases", "namespaces", "serviceaccounts", "podmetrics", "customresourcedefinitions",
    ];

    private static readonly (string Resource, bool IsNamespaced)[] Rbac =
        [("roles", true), ("rolebindings", true), ("rolebindings", true), ("clusterroles", false), ("clusterrolebindings", false)];

    private readonly Random _random;
    private readonly StringBuilder _text = new(4096);
    private string _lastAuditId = "";

    public SyntheticEvents(int seed) => _random = new Random(seed);

    /// <summary>Generates about <paramref name="total"/> events.</summary>
    public IEnumerable<byte[]> Generate(int total)
    {
        for (var day = Days - 1; day >= 0; day--)
        {
            var count = (int)(total * (1 - BurstShare) / Days) + (day == BurstDay ? (int)(total * BurstShare) : 0);
            var start = Start.AddDays(day);
            foreach (var seconds in Enumerable.Range(0, count).Select(_ => SecondOfDay()).Order())
            {
                yield return Next(start.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)));
            }
        }
    }

    private double SecondOfDay()
    {
        // Office hours are three times as busy.
        var u = _random.NextDouble();
        return u < 0.6 ? 28_800 + (u / 0.6 * 36_000) : (64_800 + ((u - 0.6) / 0.4 * 50_400)) % 86_400;
    }

    private byte[] Next(DateTimeOffset at)
    {
        _text.Clear();
        switch (_random.Next(1000))
        {
            case < 340:
                Probe(at);
                break;
            case < 620:
                Denied(at, Skewed(Resources), 403);
                break;
            case < 700:
                Denied(at, "secrets", 403);
                break;
            case < 740:
                Denied(at, "secrets", 401);
                break;
            case < 880:
                RbacWrite(at, "rbac.authorization.k8s.io");
                break;
            case < 930:
                Write(at, Controller(), "serviceaccounts", "", Namespace(), $"runner-{Skewed(1_500)}", 201);
                break;
            case < 960:
                Event(at, "get", Number("/openapi/v3/apis/group-", 60), User("system:anonymous"), Address(), null, 200, null);
                break;
            case < 980:
                RbacWrite(at, "iam.aws.crossplane.io");
                break;
            case < 981:
                Write(at, Person(), "configmaps", "", "kube-system", "aws-auth", 200);
                break;
            default:
                Denied(at, Skewed(Resources), 401);
                break;
        }

        return Encoding.UTF8.GetBytes(_text.ToString());
    }

    private void Probe(DateTimeOffset at) =>
        Event(at, "get", Number("/api/v1/probe/", 4_000), User("system:anonymous"), Address(), null, _random.Next(10) < 6 ? 401 : 403, null);

    private void Denied(DateTimeOffset at, string resource, int code)
    {
        var verb = resource == "secrets" ? Verbs[_random.Next(3)] : Skewed(Verbs);
        var ns = Namespace();
        var name = Number(resource == "secrets" ? "token-" : "app-", resource == "secrets" ? 800 : 5_000);
        var user = code == 401 ? "{}" : ServiceAccount();
        Event(at, verb, $"/api/v1/namespaces/{ns}/{resource}/{name}", user, Node(), Object(resource, ns, name, ""), code, null);
    }

    private void RbacWrite(DateTimeOffset at, string group)
    {
        var (resource, isNamespaced) = Rbac[group[0] == 'r' ? _random.Next(Rbac.Length) : 0];
        var user = _random.Next(5) == 0 ? Person() : Controller();
        Write(at, user, resource, group, isNamespaced ? Namespace() : "", Number("preview-", 3_000), _random.Next(20) == 0 ? 409 : 200);
    }

    private void Write(DateTimeOffset at, string user, string resource, string group, string ns, string name, int code)
    {
        var verb = Skewed(WriteVerbs);
        var path = (group.Length == 0 ? "/api/v1" : $"/apis/{group}/v1") + (ns.Length == 0 ? "" : $"/namespaces/{ns}") + $"/{resource}/{name}";
        var body = string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"kind":"{{{resource}}}","apiVersion":"{{{group}}}/v1","metadata":{"name":"{{{name}}}","namespace":"{{{ns}}}","uid":"{{{Id()}}}","resourceVersion":"{{{_random.Next()}}}","labels":{"app.kubernetes.io/managed-by":"preview","team":"{{{Number("team-", 30)}}}"}},"rules":[{"verbs":["get","list","watch"],"apiGroups":["","apps"],"resources":["pods","deployments","replicasets"]},{"verbs":["create","patch"],"apiGroups":[""],"resources":["events"]}]}""");
        Event(at, verb, path, user, Node(), Object(resource, ns, name, group), code, body);
    }

    private void Event(DateTimeOffset at, string verb, string uri, string user, string address, string? target, int code, string? body)
    {
        // Now and then another stage of the request before.
        _lastAuditId = _random.Next(30) == 0 && _lastAuditId.Length > 0 ? _lastAuditId : Id();
        var culture = CultureInfo.InvariantCulture;
        _text.Append(culture, $$"""{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"{{(body is null ? "Metadata" : "RequestResponse")}}","auditID":"{{_lastAuditId}}","stage":"{{(code == 401 ? "ResponseStarted" : "ResponseComplete")}}","requestURI":"{{uri}}","verb":"{{verb}}","user":{{user}}""");
        if (_random.Next(50) == 0 && code != 401)
        {
            _text.Append(culture, $$""","impersonatedUser":{{User($"person-{Skewed(60)}@example.com")}}""");
        }

        _text.Append(culture, $$""","sourceIPs":["{{address}}"{{(_random.Next(10) == 0 ? $",\"10.0.0.{_random.Next(4)}\"" : "")}}],"userAgent":"{{Agent()}}"{{target}},"responseStatus":{"metadata":{},"code":{{code}}}""");
        if (body is not null)
        {
            _text.Append(culture, $$""","requestObject":{{body}},"responseObject":{{body}}""");
        }

        _text.Append(culture, $$$""","requestReceivedTimestamp":"{{{at:yyyy-MM-ddTHH:mm:ss.ffffff}}}Z","stageTimestamp":"{{{at:yyyy-MM-ddTHH:mm:ss.ffffff}}}Z","annotations":{"authorization.k8s.io/decision":"{{{(code == 403 ? "forbid" : "allow")}}}","authorization.k8s.io/reason":"{{{(code < 400 ? "RBAC: allowed by ClusterRoleBinding \\\"platform\\\" of ClusterRole \\\"platform\\\" to Group \\\"platform\\\"" : "")}}}"}}""");
    }

    private static string Object(string resource, string ns, string name, string group) =>
        $$""","objectRef":{"resource":"{{resource}}"{{(ns.Length == 0 ? "" : $",\"namespace\":\"{ns}\"")}},"name":"{{name}}"{{(group.Length == 0 ? "" : $",\"apiGroup\":\"{group}\"")}},"apiVersion":"v1"}""";

    private static string User(string name) =>
        $$"""{"username":"{{name}}","groups":["system:authenticated"]}""";

    private string ServiceAccount()
    {
        var number = Skewed(400);
        return string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"username":"system:serviceaccount:team-{{{number % 40}}}:app-{{{number}}}","uid":"0d4dc2c4-0000-4000-8000-{{{number:x12}}}","groups":["system:serviceaccounts","system:serviceaccounts:team-{{{number % 40}}}","system:authenticated"],"extra":{"authentication.kubernetes.io/pod-name":["app-{{{number}}}-7d9c5b8f6-{{{_random.Next(90):x2}}}qzv"]}}""");
    }

    private string Controller() => User($"system:serviceaccount:kube-system:controller-{Skewed(25)}");

    private string Person()
    {
        var number = Skewed(60);
        return string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"username":"arn:aws:sts::111122223333:assumed-role/engineer-{{{number % 6}}}/person-{{{number}}}","groups":["platform","system:authenticated"],"extra":{"arn":["arn:aws:sts::111122223333:assumed-role/engineer-{{{number % 6}}}/person-{{{number}}}"],"accessKeyId":["ASIA{{{number:D16}}}"],"sessionName":["person-{{{number}}}"]}}""");
    }

    private string Namespace() => Number("team-", 40);

    private string Address()
    {
        var number = Skewed(600);
        return string.Create(CultureInfo.InvariantCulture, $"198.51.{number / 250}.{number % 250}");
    }

    private string Node() => Number("10.20.30.", 150);

    private string Agent() => Number("client-go/v0.", 45) + " (linux/amd64) kubernetes/$Format";

    private string Number(string prefix, int count) => prefix + Skewed(count).ToString(CultureInfo.InvariantCulture);

    /// <summary>Few values are frequent, most are rare.</summary>
    private int Skewed(int count)
    {
        var u = _random.NextDouble();
        return (int)(count * u * u * u);
    }

    private string Skewed(string[] values) => values[Skewed(values.Length)];

    private string Id()
    {
        Span<byte> bytes = stackalloc byte[16];
        _random.NextBytes(bytes);
        return new Guid(bytes).ToString();
    }
}
