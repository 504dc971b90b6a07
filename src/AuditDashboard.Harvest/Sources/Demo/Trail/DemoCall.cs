using System.Text.Json;

namespace AuditDashboard.Harvest.Sources.Demo.Trail;

/// <summary>Writes records of CloudTrail as AWS does.</summary>
internal static class DemoCall
{
    private const string Issuer = "oidc.eks." + DemoTrail.Region + ".amazonaws.com/id/5C0FFEE0DECADE0FACE0B00C0DE0CAFE";
    private const string Provider = $"arn:aws:iam::{DemoPeople.Account}:oidc-provider/{Issuer}";

    /// <summary>A call to EKS.</summary>
    /// <param name="seed">The cluster's seed.</param>
    /// <param name="at">When, microseconds since 1970.</param>
    /// <param name="user">Who.</param>
    /// <param name="name">The call.</param>
    /// <param name="request">Writes its parameters.</param>
    public static byte[] Change(long seed, long at, DemoUser user, string name, Action<Utf8JsonWriter> request) => Record(seed, at, "eks.amazonaws.com", name, user.Ip, user.Agent, error: null, json =>
    {
        json.WriteStartObject("userIdentity"u8);
        json.WriteString("type"u8, "AssumedRole"u8);
        json.WriteString("principalId"u8, $"{Extra("principalId")}:{Extra("sessionName")}");
        json.WriteString("arn"u8, Extra("arn"));
        json.WriteString("accountId"u8, DemoPeople.Account);
        json.WriteString("accessKeyId"u8, Extra("accessKeyId"));
        json.WriteStartObject("sessionContext"u8);
        json.WriteStartObject("sessionIssuer"u8);
        json.WriteString("type"u8, "Role"u8);
        json.WriteString("principalId"u8, Extra("principalId"));
        json.WriteString("arn"u8, Extra("canonicalArn"));
        json.WriteString("accountId"u8, DemoPeople.Account);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("requestParameters"u8);
        request(json);
        json.WriteEndObject();

        string Extra(string key) => Array.Find(user.Extra, member => member.Key == key).Value;
    });

    /// <summary>Parameters of a call about an access entry.</summary>
    public static void Entry(Utf8JsonWriter json, string cluster, string principal, string? user)
    {
        json.WriteString("name"u8, cluster);
        json.WriteString("principalArn"u8, principal);
        if (user is not null)
        {
            json.WriteString("username"u8, user);
            json.WriteString("type"u8, "STANDARD"u8);
        }
    }

    /// <summary>Parameters of a call about a policy of an access entry.</summary>
    public static void Policy(Utf8JsonWriter json, string cluster, string principal, string policy, string? space)
    {
        json.WriteString("name"u8, cluster);
        json.WriteString("principalArn"u8, principal);
        json.WriteString("policyArn"u8, policy);
        json.WriteStartObject("accessScope"u8);
        json.WriteString("type"u8, space is null ? "cluster"u8 : "namespace"u8);
        if (space is not null)
        {
            json.WriteStartArray("namespaces"u8);
            json.WriteStringValue(space);
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary>Parameters of a call that switches a part of the cluster's logging.</summary>
    public static void Logging(Utf8JsonWriter json, string cluster, bool isOn)
    {
        json.WriteString("name"u8, cluster);
        json.WriteStartObject("logging"u8);
        json.WriteStartArray("clusterLogging"u8);
        json.WriteStartObject();
        json.WriteStartArray("types"u8);
        json.WriteStringValue("authenticator"u8);
        json.WriteEndArray();
        json.WriteBoolean("enabled"u8, isOn);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A call by which a service account takes a role: with a token of its own, or through Pod Identity.</summary>
    public static byte[] Workload(long seed, string cluster, long at, string space, string account, string role, bool isPodIdentity, string? error)
    {
        var arn = $"arn:aws:iam::{DemoPeople.Account}:role/{role}";
        return isPodIdentity
            ? Record(seed, at, "sts.amazonaws.com", "AssumeRole", "pods.eks.amazonaws.com", "pods.eks.amazonaws.com", error, json =>
            {
                json.WriteStartObject("userIdentity"u8);
                json.WriteString("type"u8, "AWSService"u8);
                json.WriteString("invokedBy"u8, "pods.eks.amazonaws.com"u8);
                json.WriteEndObject();
                json.WriteStartObject("requestParameters"u8);
                json.WriteString("roleArn"u8, arn);
                json.WriteString("roleSessionName"u8, $"eks-{cluster}-{account}");
                json.WriteStartArray("tags"u8);
                Tag(json, "eks-cluster-name", cluster);
                Tag(json, "kubernetes-namespace", space);
                Tag(json, "kubernetes-service-account", account);
                json.WriteEndArray();
                json.WriteEndObject();
            })
            : Record(seed, at, "sts.amazonaws.com", "AssumeRoleWithWebIdentity", "198.51.100.130", "aws-sdk-go-v2/1.32.4 os/linux lang/go#1.23.2", error, json =>
            {
                var subject = $"system:serviceaccount:{space}:{account}";
                json.WriteStartObject("userIdentity"u8);
                json.WriteString("type"u8, "WebIdentityUser"u8);
                json.WriteString("principalId"u8, $"{Provider}:sts.amazonaws.com:{subject}");
                json.WriteString("userName"u8, subject);
                json.WriteString("identityProvider"u8, Provider);
                json.WriteEndObject();
                json.WriteStartObject("requestParameters"u8);
                json.WriteString("roleArn"u8, arn);
                json.WriteString("roleSessionName"u8, $"{DemoTime.Floor(at, DemoTime.Second)}");
                json.WriteEndObject();
            });
    }

    private static void Tag(Utf8JsonWriter json, string key, string value)
    {
        json.WriteStartObject();
        json.WriteString("key"u8, key);
        json.WriteString("value"u8, value);
        json.WriteEndObject();
    }

    private static byte[] Record(long seed, long at, string service, string name, string ip, string agent, string? error, Action<Utf8JsonWriter> members)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("eventVersion"u8, "1.10"u8);
            members(json);
            DemoEventWriter.WriteSeconds(json, "eventTime"u8, at);
            json.WriteString("eventSource"u8, service);
            json.WriteString("eventName"u8, name);
            json.WriteString("awsRegion"u8, DemoTrail.Region);
            json.WriteString("sourceIPAddress"u8, ip);
            json.WriteString("userAgent"u8, agent);
            if (error is not null)
            {
                json.WriteString("errorCode"u8, error);
                json.WriteString("errorMessage"u8, "Not authorized to perform sts:AssumeRoleWithWebIdentity"u8);
            }

            json.WriteString("eventID"u8, new DemoRandom(seed, DemoPurpose.Trail, at, DemoUser.Stable(name + ip)).Uuid());
            json.WriteString("eventType"u8, "AwsApiCall"u8);
            json.WriteString("recipientAccountId"u8, DemoPeople.Account);
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
