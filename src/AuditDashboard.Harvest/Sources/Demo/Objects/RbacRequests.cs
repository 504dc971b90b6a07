namespace AuditDashboard.Harvest.Sources.Demo.Objects;

/// <summary>Successful writes of RBAC objects, with the bodies that EKS logs for them.</summary>
internal static class RbacRequests
{
    /// <summary>Makes the object.</summary>
    public static DemoEvent Create(RbacObject made, DemoUser user, long at, Guid auditId) => new()
    {
        AtMicros = at,
        TookMicros = 9_412,
        AuditId = auditId,
        Verb = "create",
        Uri = (made.Target with { Name = null }).Path + "?fieldManager=" + Manager(user),
        User = user,
        Object = made.Target,
        Code = 201,
        Request = json => made.WriteSent(json, null),
        Response = json => made.WriteStored(json, DemoTime.ResourceVersion(at)),
    };

    /// <summary>Replaces the object by its next state.</summary>
    /// <param name="next">The state after.</param>
    /// <param name="user">Who.</param>
    /// <param name="at">When.</param>
    /// <param name="beforeMicros">When the state before was written.</param>
    /// <param name="auditId">The request's id.</param>
    public static DemoEvent Update(RbacObject next, DemoUser user, long at, long beforeMicros, Guid auditId) => new()
    {
        AtMicros = at,
        TookMicros = 7_208,
        AuditId = auditId,
        Verb = "update",
        Uri = next.Target.Path + "?fieldManager=" + Manager(user),
        User = user,
        Object = next.Target with { Uid = next.Uid.ToString(), ResourceVersion = DemoTime.ResourceVersion(beforeMicros) },
        Request = json => next.WriteSent(json, DemoTime.ResourceVersion(beforeMicros)),
        Response = json => next.WriteStored(json, DemoTime.ResourceVersion(at)),
    };

    /// <summary>Server-side apply, as Flux and Argo CD do it: the whole object is sent.</summary>
    public static DemoEvent Apply(RbacObject next, DemoUser user, long at, Guid auditId) => new()
    {
        AtMicros = at,
        TookMicros = 11_977,
        AuditId = auditId,
        Verb = "patch",
        Uri = next.Target.Path + "?fieldManager=" + Manager(user) + "&force=true",
        User = user,
        Object = next.Target,
        Request = json => next.WriteSent(json, null),
        Response = json => next.WriteStored(json, DemoTime.ResourceVersion(at)),
    };

    /// <summary>A merge patch, as <c>kubectl edit</c> and <c>kubectl patch</c> send it.</summary>
    public static DemoEvent Patch(RbacObject next, DemoUser user, long at, Guid auditId) => new()
    {
        AtMicros = at,
        TookMicros = 8_655,
        AuditId = auditId,
        Verb = "patch",
        Uri = next.Target.Path + "?fieldManager=kubectl-edit",
        User = user,
        Object = next.Target,
        Request = next.WritePatch,
        Response = json => next.WriteStored(json, DemoTime.ResourceVersion(at)),
    };

    /// <summary>Deletes the object; the answer is a Status.</summary>
    public static DemoEvent Delete(RbacObject gone, DemoUser user, long at, Guid auditId) => new()
    {
        AtMicros = at,
        TookMicros = 10_304,
        AuditId = auditId,
        Verb = "delete",
        Uri = gone.Target.Path,
        User = user,
        Object = gone.Target,
        Request = json =>
        {
            json.WriteStartObject();
            json.WriteString("kind"u8, "DeleteOptions"u8);
            json.WriteString("apiVersion"u8, "rbac.authorization.k8s.io/v1"u8);
            json.WriteString("propagationPolicy"u8, "Background"u8);
            json.WriteEndObject();
        },
        Response = json =>
        {
            json.WriteStartObject();
            json.WriteString("kind"u8, "Status"u8);
            json.WriteString("apiVersion"u8, "v1"u8);
            json.WriteStartObject("metadata"u8);
            json.WriteEndObject();
            json.WriteString("status"u8, "Success"u8);
            json.WriteStartObject("details"u8);
            json.WriteString("name"u8, gone.Name);
            json.WriteString("group"u8, "rbac.authorization.k8s.io"u8);
            json.WriteString("kind"u8, gone.Target.Resource);
            json.WriteString("uid"u8, gone.Uid);
            json.WriteEndObject();
            json.WriteEndObject();
        },
    };

    private static string Manager(DemoUser user) => user.Username switch
    {
        { } name when name.StartsWith("system:serviceaccount:", StringComparison.Ordinal) => name.Split(':')[^1],
        _ when user.Agent.StartsWith("HashiCorp", StringComparison.Ordinal) => "Terraform",
        _ => "kubectl-client-side-apply",
    };
}
