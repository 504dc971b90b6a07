namespace AuditDashboard.Kubernetes.Actors;

/// <summary>An ARN of IAM or STS, taken apart.</summary>
/// <param name="Account">The account, as written.</param>
/// <param name="Type">role, user, assumed-role, federated-user, root or another type.</param>
/// <param name="Name">Role or user with its path, such as <c>teams/ops/Admin</c>; the account for root.</param>
/// <param name="Session">Session of an assumed role, chosen by who assumed it; null elsewhere.</param>
public sealed record AwsArn(string Account, string Type, string Name, string? Session)
{
    /// <summary>
    /// Reads <c>arn:aws:sts::111122223333:assumed-role/Admin/j.okafor</c>, <c>arn:aws-cn:iam::111122223333:role/path/Name</c>, <c>…:user/path/name</c> or <c>…:root</c>.
    /// </summary>
    public static bool TryParse(string? text, out AwsArn arn)
    {
        arn = new AwsArn("", "", "", null);
        if (text is null || text.Length > 2048 || text.Split(':', 6) is not ["arn", { Length: > 0 }, "iam" or "sts", _, var account, { Length: > 0 } resource])
        {
            return false;
        }

        var slash = resource.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            arn = new AwsArn(account, resource, resource == "root" ? account : "", null);
            return true;
        }

        var type = resource[..slash];
        var name = resource[(slash + 1)..];
        var last = name.LastIndexOf('/');
        arn = type == "assumed-role" && last > 0
            ? new AwsArn(account, type, name[..last], name[(last + 1)..])
            : new AwsArn(account, type, name, null);
        return true;
    }
}
