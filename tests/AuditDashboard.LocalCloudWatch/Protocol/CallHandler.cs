using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AuditDashboard.LocalCloudWatch.Faults;
using AuditDashboard.LocalCloudWatch.Journal;
using AuditDashboard.LocalCloudWatch.Tokens;
using Microsoft.AspNetCore.Http;

namespace AuditDashboard.LocalCloudWatch.Protocol;

/// <summary>Answers one HTTP request: fault, signature, throttle, operation, journal, in this order.</summary>
internal sealed class CallHandler(
    IReadOnlyDictionary<string, Operation> operations, FaultScript faults, CallJournal journal, CallRates rates, TokenDesk tokens, Func<int> activeQueries,
    LocalServerOptions options)
{
    private const string TargetPrefix = "Logs_20140328.";
    private const string ContentType = "application/x-amz-json-1.1";
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task HandleAsync(HttpContext context)
    {
        var target = context.Request.Headers["X-Amz-Target"].ToString();
        var entry = new JournalEntry
        {
            At = options.Clock.GetUtcNow(),
            Operation = target.StartsWith(TargetPrefix, StringComparison.Ordinal) ? target[TargetPrefix.Length..] : "",
            RequestId = Guid.NewGuid().ToString(),
            ActiveQueries = activeQueries(),
        };
        try
        {
            await AnswerAsync(context, entry);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The client left, or the connection was reset as scripted.
        }
    }

    private async Task AnswerAsync(HttpContext context, JournalEntry entry)
    {
        var body = new ArrayBufferWriter<byte>();
        int count;
        while ((count = await context.Request.Body.ReadAsync(body.GetMemory(64 * 1024), context.RequestAborted)) > 0)
        {
            body.Advance(count);
        }

        var form = TokenDesk.ReadForm(context.Request, body.WrittenSpan);
        if (form is not null)
        {
            entry.Operation = form.GetValueOrDefault("Action", "");
        }

        entry.Request = Encoding.UTF8.GetString(body.WrittenSpan);
        (entry.FromSecond, entry.ToSecond) = WindowOf(entry.Operation, body.WrittenMemory);
        var rule = faults.Next(entry.Operation, entry.FromSecond is { } from ? (from, entry.ToSecond ?? long.MaxValue) : null);
        entry.Fault = rule?.Fault;
        switch (rule?.Fault)
        {
            case FaultKind.NoAnswer:
                journal.Add(entry);
                await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
                return;
            case FaultKind.Reset:
                journal.Add(entry);
                context.Abort();
                return;
            default:
                break;
        }

        // Kestrel would write the machine's own time, by which clients correct theirs.
        var now = options.SignatureClock.GetUtcNow() + (rule?.Fault == FaultKind.SkewedClock ? rule.Skew : TimeSpan.Zero);
        context.Response.Headers.Date = now.ToString("r", CultureInfo.InvariantCulture);
        context.Response.Headers["x-amzn-RequestId"] = entry.RequestId;
        context.Response.ContentType = ContentType;
        var (status, answer) = form is null
            ? await DoAsync(context, entry, body.WrittenMemory, rule?.Fault, now)
            : Give(context, entry, form, body.WrittenMemory, rule?.Fault, now);
        entry.Status = rule?.Fault is FaultKind.LostAnswer or FaultKind.HalfBody or FaultKind.StalledBody ? 0 : status;

        // Before the answer leaves: whoever has it finds the call in the journal.
        journal.Add(entry);
        await SendAsync(context, status, answer, rule?.Fault);
    }

    private async Task<(int Status, ReadOnlyMemory<byte> Answer)> DoAsync(
        HttpContext context, JournalEntry entry, ReadOnlyMemory<byte> body, FaultKind? fault, DateTimeOffset now)
    {
        try
        {
            if (context.Request.Method != "POST" || context.Request.Path != "/" || !operations.TryGetValue(entry.Operation, out var operation))
            {
                throw new ServiceErrorException("UnknownOperationException", "This server knows no such operation.", entry.Operation.Length == 0 ? 404 : 400);
            }

            entry.AccessKey = SignatureCheck.Verify(context.Request, body.Span, tokens.SecretOf, now, "logs", options.ChecksRegion ? options.Region : null);
            tokens.CheckSession(entry.AccessKey, context.Request.Headers["X-Amz-Security-Token"].ToString(), now);
            ThrowScripted(fault, entry.Operation);
            rates.Take(entry.Operation);
            var answer = new ArrayBufferWriter<byte>();
            using var writer = new Utf8JsonWriter(answer, WriterOptions);
            writer.WriteStartObject();
            await operation(new Call(Members.Parse(body), writer, entry, fault));
            writer.WriteEndObject();
            writer.Flush();
            return (200, answer.WrittenMemory);
        }
        catch (ServiceErrorException e)
        {
            entry.Error = e.Code;
            context.Response.Headers["x-amzn-ErrorType"] = e.Code;
            var answer = new ArrayBufferWriter<byte>();
            using var writer = new Utf8JsonWriter(answer, WriterOptions);
            writer.WriteStartObject();
            writer.WriteString("__type", e.Code);
            writer.WriteString("message", e.Message);
            e.Write?.Invoke(writer);
            writer.WriteEndObject();
            writer.Flush();
            return (e.Status, answer.WrittenMemory);
        }
    }

    private (int Status, ReadOnlyMemory<byte> Answer) Give(
        HttpContext context, JournalEntry entry, Dictionary<string, string> form, ReadOnlyMemory<byte> body, FaultKind? fault, DateTimeOffset now)
    {
        context.Response.ContentType = "text/xml";
        try
        {
            if (entry.Operation != "AssumeRoleWithWebIdentity")
            {
                entry.AccessKey = SignatureCheck.Verify(context.Request, body.Span, tokens.SecretOf, now, "sts");
                tokens.CheckSession(entry.AccessKey, context.Request.Headers["X-Amz-Security-Token"].ToString(), now);
            }

            ThrowScripted(fault, entry.Operation);
            return (200, Encoding.UTF8.GetBytes(tokens.Answer(form, entry.AccessKey, now)));
        }
        catch (ServiceErrorException e)
        {
            entry.Error = e.Code;
            return (e.Status, Encoding.UTF8.GetBytes(TokenDesk.Write(e, entry.RequestId)));
        }
    }

    private static async Task SendAsync(HttpContext context, int status, ReadOnlyMemory<byte> answer, FaultKind? fault)
    {
        switch (fault)
        {
            case FaultKind.LostAnswer:
                context.Abort();
                return;
            case FaultKind.HalfBody:
            case FaultKind.StalledBody:
                context.Response.StatusCode = status;
                context.Response.ContentLength = answer.Length;
                await context.Response.Body.WriteAsync(answer[..(answer.Length / 2)], context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                if (fault == FaultKind.StalledBody)
                {
                    await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
                }

                context.Abort();
                return;
            case FaultKind.HalfJson:
                answer = answer[..(answer.Length / 2)];
                break;
            case FaultKind.WrongJson:
                answer = "<html><head><title>Welcome</title></head></html>"u8.ToArray();
                break;
            case FaultKind.EmptyAnswer:
                answer = default;
                break;
            default:
                break;
        }

        context.Response.StatusCode = status;
        context.Response.ContentLength = answer.Length;
        await context.Response.Body.WriteAsync(answer, context.RequestAborted);
    }

    private static void ThrowScripted(FaultKind? fault, string operation)
    {
        ServiceErrorException? scripted = fault switch
        {
            FaultKind.Throttle => new ServiceErrorException("ThrottlingException", "Rate exceeded"),
            FaultKind.LimitExceeded => new ServiceErrorException("LimitExceededException", "Account maximum query concurrency limit of [30] reached."),
            FaultKind.AccessDenied => new ServiceErrorException(
                "AccessDeniedException",
                $"User: arn:aws:sts::111122223333:assumed-role/audit/session is not authorized to perform: logs:{operation} because no identity-based policy allows the logs:{operation} action"),
            FaultKind.ExpiredToken => new ServiceErrorException("ExpiredTokenException", "The security token included in the request is expired"),
            FaultKind.InternalFailure => new ServiceErrorException("InternalFailure", "The request processing has failed because of an unknown error, exception or failure.", 500),
            FaultKind.Unavailable => new ServiceErrorException("ServiceUnavailableException", "The service cannot complete the request.", 503),
            _ => null,
        };
        if (scripted is not null)
        {
            throw scripted;
        }
    }

    // StartQuery's window is in seconds, that of the lists of events in milliseconds.
    private static (long? From, long? To) WindowOf(string operation, ReadOnlyMemory<byte> body)
    {
        var unit = operation switch { "StartQuery" => 1, "FilterLogEvents" or "GetLogEvents" => 1_000, _ => 0 };
        if (unit == 0)
        {
            return (null, null);
        }

        try
        {
            var request = Members.Parse(body);
            return (request.Whole("startTime") / unit, request.Whole("endTime") / unit);
        }
        catch (ServiceErrorException)
        {
            return (null, null);
        }
    }
}
