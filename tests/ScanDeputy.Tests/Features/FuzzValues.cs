using System.Text.Json.Nodes;

namespace ScanDeputy.Tests.Features;

/// <summary>What made-up calls are made of: the right, the edge and the wrong.</summary>
internal static class FuzzValues
{
    /// <summary>Stands for half a surrogate pair, which no JSON of ours would write.</summary>
    public const string HalfPair = "@half@";

    /// <summary>So many of the texts, from the first on, would be taken nearly everywhere.</summary>
    public const int Plain = 3;

    public static readonly string[] Texts =
    [
        "村口的路灯坏了三天，晚上老人出门不安全，请尽快维修。", "请尽快办理并说明情况。", "谢谢", "", " ", "a", "\u200B\u200B", "\u3164", "\uFFFE", "\0", "\uFDD0", "路灯\u0007坏了三天请维修谢谢", HalfPair,
        "\u202E灯路的口村在坏了三天了", "👨‍👩‍👧‍👦💡𠮷野家门口的路灯坏了", "'; drop table cases; -- 路灯坏了", "<script>alert(1)</script>路灯坏了", "{{7*7}} ${7*7} %00 %n", "13912345678，（0539）8123456",
        "１３９１２３４５６７８", "13912345678", "0539-8123456", "\r\n\r\n路灯坏了\r\n请维修\r\n谢谢大家", new('灯', 2000), new('灯', 2001), new('\u0301', 3000), "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301",
        "0123456789abcdef0123456789abcdef", "../../etc/passwd", "371311", "371311000000", "null", "true", "-1", "https://www.gov.cn/", "javascript:alert(1)", "\uD835\uDFCF\uD835\uDFD1",
    ];

    public static readonly string[] Ids =
        ["0123456789abcdef0123456789abcdef", "none", "%", "'", "..", "\u3164", "\uFFFE", "a\tb", "路灯", "me", "0", new('a', 300), "null", "2KKNR0MRY4D", "２ＫＫＮＲ０ＭＲＹ４Ｄ"];

    public static readonly string[] Queries =
    [
        "", " ", "1", "0", "-1", "100", "101", "99999999999", "all", "mine", "inbox", "received", "answered,merged", "handling", "triage", "true", "false", "yes", "371311", "371311000000", "37",
        "abc", "LZ-2026-000001", "路灯", "%", "_", "!", "'", "\uFFFE", "\u0001", "\u202E", "2026-05-15", "2026-05-15T09:30:00+08:00", "0001-01-01", "9999-12-31T23:59:59Z", "35.1", "118.3", "NaN", "1e400",
        "0123456789abcdef0123456789abcdef", "docx", "parked", "waiting", "failed", new('9', 400), new('灯', 500), "\U0001F4A1",
    ];

    public static readonly string[] Versions = ["\"1\"", "\"0\"", "\"-1\"", "1", "*", "W/\"1\"", "\"99999999999\"", "\"\"", "\""];

    public static readonly string[] Keys = ["key-1", "key-2", "", " ", new('k', 201), "key-\u007F"];

    public static readonly string[] Years = ["2026", "2027", "1", "0", "-1", "9999", "2147483647"];

    public static readonly string[] Papers = ["voter-feedback", "deputy-handling", "handover-order", "assignment-order", "reply-letter", "supervision-order", "none", "0", "VoterFeedback"];

    public static readonly string[] MediaTypes =
        ["application/json; charset=\"utf-8\"", "application/json; charset=utf-16", "application/json; charset=\"\"", "application/json;charset", "text/json", "application/merge-patch+json", "text/plain", "nonsense", ";"];

    public static readonly string[] Dates = ["2026-06-01", "2026-05-15", "2026-05-16", "2026-12-31", "2030-01-01", "", "2026-02-30", "0001-01-01", "9999-12-31", "1900-01-01", "2200-12-31", "明天"];

    public static readonly string[] Instants =
        ["2026-06-01T08:00:00+08:00", "2026-05-15T09:30:00Z", "2027-01-01T00:00:00+08:00", "2026-06-01T08:00:00", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2200-12-31T23:59:59Z", "1900-01-01T00:00:00Z", ""];

    public static readonly string[] Times = ["08:00", "08:00:00", "20:00:00", "00:00:00", "23:59:59.9999999", "24:00", "", "-08:00"];

    public static readonly int[] Integers = [0, 1, 2, 3, 5, 10, 30, 60, 90, 2026, 2027, 2100, -1, int.MaxValue, int.MinValue];

    public static readonly double[] Numbers = [35.05, 118.35, 0, -1, 3, 54, 73, 136, 90, 180, 1e308, -1e308, 1e-308];

    public static readonly JsonNode?[] Anything =
        [null, true, 0, -1, 1.5, 1e300, "", "0", "路灯", new JsonArray(), new JsonArray((JsonNode?)null), new JsonArray("a", null, 1), new JsonObject(), new JsonObject { ["id"] = null }, "2026-06-01", "\uFFFF"];
}
