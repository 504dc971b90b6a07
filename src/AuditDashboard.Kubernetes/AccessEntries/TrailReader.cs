using System.Text;
using AuditDashboard.Kubernetes.Actors;
using AuditDashboard.Kubernetes.Audit;
using AuditDashboard.Kubernetes.Manifests;

namespace AuditDashboard.Kubernetes.AccessEntries;

/// <summary>Reads records of CloudTrail. Never throws on content.</summary>
public static class TrailReader
{
    private const string EksService = "eks.amazonaws.com";
    private const string EksAuthService = "eks-auth.amazonaws.com";
    private const string StsService = "sts.amazonaws.com";
    private const string PodIdentityService = "pods.eks.amazonaws.com";

    /// <summary>
    /// Reads a record. Whether it is one of CloudTrail's rests on <c>eventSource</c> and <c>eventName</c>, which AWS writes; nothing in it that a caller writes
    /// makes it another.
    /// </summary>
    /// <param name="record">One record in UTF-8.</param>
    /// <param name="isTrail">True where it is a record of CloudTrail, of whatever service.</param>
    /// <returns>The call; null where it is none that bears on a cluster's access.</returns>
    public static TrailCall? Read(ReadOnlySpan<byte> record, out bool isTrail)
    {
        isTrail = false;

        // Most of a folder is no record of CloudTrail, and most of CloudTrail is none of these.
        if (record.IndexOf("eventSource"u8) < 0 || record.IndexOf("eventName"u8) < 0 || ManifestValue.Parse(record) is not ManifestObject root)
        {
            return null;
        }

        if (root.AnyText("eventSource") is not { } source || root.AnyText("eventName") is not { } name || root.ObjectAt("userIdentity") is null)
        {
            return null;
        }

        isTrail = true;
        return (source, name) switch
        {
            (EksService, "CreateAccessEntry") => Change(root, name, AccessChangeKind.EntryCreated),
            (EksService, "UpdateAccessEntry") => Change(root, name, AccessChangeKind.EntryUpdated),
            (EksService, "DeleteAccessEntry") => Change(root, name, AccessChangeKind.EntryDeleted),
            (EksService, "AssociateAccessPolicy") => Change(root, name, AccessChangeKind.PolicyAssociated),
            (EksService, "DisassociateAccessPolicy") => Change(root, name, AccessChangeKind.PolicyDisassociated),
            (EksService, "UpdateClusterConfig") => ClusterConfig(root, name),
            (EksAuthService, "AssumeRoleForPodIdentity") => PodIdentity(root, name),
            (StsService, "AssumeRoleWithWebIdentity") => WebIdentity(root, name),
            (StsService, "AssumeRole") => PodIdentityRole(root, name),
            _ => null,
        };
    }

    /// <summary>Event time of any record of CloudTrail, in microseconds since 1970; null where it cannot be read.</summary>
    public static long? TimeOf(ReadOnlySpan<byte> record) => ManifestValue.Parse(record) is ManifestObject root ? Time(root) : null;

    // {"requestParameters":{"name":"prod","principalArn":"arn%3Aaws%3Aiam…","kubernetesGroups":["ops"],"username":"ops"},"responseElements":{"accessEntry":{…}}}
    private static AccessChange Change(ManifestObject root, string name, AccessChangeKind kind)
    {
        var asked = root.ObjectAt("requestParameters");
        var answer = root.ObjectAt("responseElements");
        var entry = answer.AnyObject("accessEntry");
        var policy = answer.AnyObject("associatedAccessPolicy");
        var scope = policy.AnyObject("accessScope") ?? asked.AnyObject("accessScope");
        return With(root, new AccessChange
        {
            Name = name,
            Caller = TrailCallerReader.Read(root),
            Kind = kind,
            ClusterName = ClusterOf(asked) ?? entry.AnyText("clusterName") ?? answer.AnyText("clusterName"),
            PrincipalArn = entry.AnyArn("principalArn") ?? answer.AnyArn("principalArn") ?? asked.AnyArn("principalArn"),
            Username = entry.AnyText("username") ?? asked.AnyText("username"),
            Groups = entry.AnyTexts("kubernetesGroups") ?? asked.AnyTexts("kubernetesGroups"),
            EntryType = entry.AnyText("type") ?? asked.AnyText("type"),
            PolicyArn = policy.AnyArn("policyArn") ?? asked.AnyArn("policyArn"),
            ScopeType = scope.AnyText("type"),
            Namespaces = scope.AnyTexts("namespaces") ?? [],
        });
    }

    // {"requestParameters":{"name":"prod","logging":{"clusterLogging":[{"types":["audit"],"enabled":false}]},"accessConfig":{"authenticationMode":"API"}}}
    private static AccessChange? ClusterConfig(ManifestObject root, string name)
    {
        var asked = root.ObjectAt("requestParameters");
        var mode = asked.AnyObject("accessConfig").AnyText("authenticationMode");
        var (off, on) = (new List<string>(), new List<string>());
        if (asked.AnyObject("logging").Any("clusterLogging") is ManifestList list)
        {
            foreach (var setup in list.Items.OfType<ManifestObject>())
            {
                (setup.Any("enabled") is ManifestScalar { Kind: ManifestScalarKind.Boolean, Value: "true" } ? on : off).AddRange(setup.AnyTexts("types") ?? []);
            }
        }

        return mode is null && off.Count == 0 && on.Count == 0 ? null : With(root, new AccessChange
        {
            Name = name,
            Caller = TrailCallerReader.Read(root),
            Kind = AccessChangeKind.ClusterConfig,
            ClusterName = ClusterOf(asked),
            AuthenticationMode = mode,
            LoggingOff = off,
            LoggingOn = on,
        });
    }

    private static WorkloadCall? WebIdentity(ManifestObject root, string name)
    {
        var identity = root.ObjectAt("userIdentity");
        var asked = root.ObjectAt("requestParameters");
        var answer = root.ObjectAt("responseElements");
        var (space, account) = ServiceAccountOf(identity.AnyText("userName")) ?? ServiceAccountOf(answer.AnyText("subjectFromWebIdentityToken")) ?? default;
        return space is null ? null : With(root, new WorkloadCall
        {
            Name = name,
            Caller = TrailCallerReader.Read(root),
            Kind = WorkloadCallKind.WebIdentity,
            Namespace = space,
            ServiceAccount = account,
            RoleArn = asked.AnyText("roleArn"),
            SessionName = asked.AnyText("roleSessionName"),
            Issuer = IssuerOf(identity.AnyText("identityProvider") ?? answer.AnyText("provider")),
        });
    }

    private static WorkloadCall PodIdentity(ManifestObject root, string name)
    {
        var answer = root.ObjectAt("responseElements");
        var subject = answer.AnyObject("subject");
        var account = subject.AnyText("serviceAccount");
        var user = answer.AnyObject("assumedRoleUser").AnyText("arn");
        return With(root, new WorkloadCall
        {
            Name = name,
            Caller = TrailCallerReader.Read(root),
            Kind = WorkloadCallKind.PodIdentity,
            ClusterName = ClusterOf(root.ObjectAt("requestParameters")),
            Namespace = account is null ? null : subject.AnyText("namespace"),
            ServiceAccount = account,
            RoleArn = user is null ? null : PrincipalArns.Canonical(user),
            SessionName = AwsArn.TryParse(user, out var arn) ? arn.Session : null,
        });
    }

    // {"userIdentity":{"type":"AWSService","invokedBy":"pods.eks.amazonaws.com"},"requestParameters":{"roleArn":"…","tags":[{"key":"kubernetes-namespace","value":"web"},…]}}
    private static WorkloadCall? PodIdentityRole(ManifestObject root, string name)
    {
        var identity = root.ObjectAt("userIdentity");
        if (identity.AnyText("invokedBy") != PodIdentityService || identity.AnyText("type") != "AWSService")
        {
            return null;
        }

        var asked = root.ObjectAt("requestParameters");
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var tag in (asked.Any("tags") as ManifestList)?.Items.OfType<ManifestObject>() ?? [])
        {
            if (tag.AnyText("key") is { } key && tag.AnyText("value") is { } value)
            {
                tags[key] = value;
            }
        }

        var account = tags.GetValueOrDefault("kubernetes-service-account");
        return With(root, new WorkloadCall
        {
            Name = name,
            Caller = TrailCallerReader.Read(root),
            Kind = WorkloadCallKind.PodIdentityRole,
            ClusterName = tags.GetValueOrDefault("eks-cluster-name"),
            Namespace = account is null ? null : tags.GetValueOrDefault("kubernetes-namespace"),
            ServiceAccount = account,
            RoleArn = asked.AnyText("roleArn"),
            SessionName = asked.AnyText("roleSessionName"),
        });
    }

    private static T With<T>(ManifestObject root, T call)
        where T : TrailCall => call with
        {
            EventId = root.AnyText("eventID"),
            TimeMicros = Time(root),
            Region = root.AnyText("awsRegion"),
            Account = root.AnyText("recipientAccountId") ?? root.ObjectAt("userIdentity").AnyText("accountId"),
            ErrorCode = root.AnyText("errorCode"),
            ErrorMessage = root.AnyText("errorMessage"),
            Address = root.AnyText("sourceIPAddress") is { } ip ? new SourceAddress(ip, SourceAddress.KindOf(ip), Evidence.Iam) : null,
            Program = ClientProgram.Parse(root.AnyText("userAgent")),
        };

    private static long? Time(ManifestObject root) =>
        root.AnyText("eventTime") is { } text && AuditTime.TryParse(Encoding.UTF8.GetBytes(text), out var micros) ? micros : null;

    private static string? ClusterOf(ManifestObject? asked) => asked.AnyText("clusterName") ?? asked.AnyText("name");

    private static (string Namespace, string Name)? ServiceAccountOf(string? user) =>
        user?.Split(':') is ["system", "serviceaccount", { Length: > 0 } space, { Length: > 0 } name] ? (space, name) : null;

    // arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE
    private static string? IssuerOf(string? provider)
    {
        const string mark = ":oidc-provider/";
        var at = provider?.IndexOf(mark, StringComparison.Ordinal) ?? -1;
        return at >= 0 ? provider![(at + mark.Length)..] : provider?.StartsWith("https://", StringComparison.Ordinal) == true ? provider["https://".Length..] : provider; // at is -1 for null
    }
}
