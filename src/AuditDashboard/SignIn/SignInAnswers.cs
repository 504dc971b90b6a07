namespace AuditDashboard.SignIn;

/// <summary>Answers for programs that may not have what they asked for.</summary>
internal static class SignInAnswers
{
    /// <summary>An RFC 9457 answer.</summary>
    public static Task ProblemAsync(HttpContext context, int status, string detail) =>
        TypedResults.Problem(detail, statusCode: status).ExecuteAsync(context);
}
