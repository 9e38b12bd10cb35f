using System.Globalization;
using System.Text.Json.Serialization;
using ScanDeputy.Domain.Receptions;
using ScanDeputy.Server.Features.Network.Import;
using ScanDeputy.Server.Features.Rules;
using ScanDeputy.Server.Platform.Database;

namespace ScanDeputy.Server.Features.Network.Registers;

/// <summary>接待规则. A change is published at once, and those who have booked a day that moves or is no longer held are told.</summary>
public sealed class ReceptionRuleRegister : Register<ReceptionRuleRegister.Item, ReceptionRuleRegister.Fields>
{
    public static readonly ReceptionRuleRegister Instance = new();

    /// <param name="Number">The office's own; given when left out, and never changed.</param>
    /// <param name="Station">Its number, or its id.</param>
    /// <param name="Recurrence">An RRULE of RFC 5545 that counts in days, or Chinese words such as 每月10日、20日.</param>
    /// <param name="StartsOn">The first day that counts; every second week and turns are counted from it.</param>
    /// <param name="Times">HH:mm-HH:mm; each can be booked for itself.</param>
    /// <param name="Deputies">Numbers of those who take turns, in order; all who sit in the station when there are none.</param>
    /// <param name="AtOnce">How many receive on one day.</param>
    /// <param name="Capacity">How many can book each time of day; 0 where nobody needs to.</param>
    /// <param name="Exceptions">As 2026-05-11 取消 暴雨, 2026-06-10 改到 2026-06-12, 2026-07-10 代表 D003.</param>
    public sealed record Fields(
        string? Number, string? Station, string? Recurrence, DateOnly? StartsOn, IReadOnlyList<string>? Times, IReadOnlyList<string>? Deputies, int? AtOnce, string? Topic, string? Guests,
        int? Capacity, DayOffPolicy? DayOff, IReadOnlyList<string>? Exceptions);

    public sealed record Item : IRegisterItem
    {
        public string Id { get; init; } = "";

        public string Number { get; init; } = "";

        public string Station { get; init; } = "";

        public string StationId { get; init; } = "";

        public string StationName { get; init; } = "";

        /// <summary>The RRULE.</summary>
        public string Recurrence { get; init; } = "";

        /// <summary>In Chinese where there are words for it.</summary>
        public string RecurrenceText => Receptions.Recurrence.Find(Recurrence)?.Words ?? Recurrence;

        public DateOnly StartsOn { get; init; }

        public IReadOnlyList<string> Times => StoredTimes.Parts();

        public IReadOnlyList<string> Deputies => StoredDeputies.Parts();

        public int AtOnce { get; init; }

        public string Topic { get; init; } = "";

        public string Guests { get; init; } = "";

        public int Capacity { get; init; }

        public DayOffPolicy DayOff { get; init; }

        public IReadOnlyList<string> Exceptions => StoredExceptions.Parts();

        public bool Active { get; init; }

        public int Version { get; init; }

        [JsonIgnore]
        public string StoredTimes { get; init; } = "";

        [JsonIgnore]
        public string StoredDeputies { get; init; } = "";

        [JsonIgnore]
        public string StoredExceptions { get; init; } = "";

        IEnumerable<string> IRegisterItem.Searched => [Number, Station, StationName, Topic, Guests, RecurrenceText];

        public IReadOnlyDictionary<string, string> Columns() => new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["id"] = Number,
            ["station"] = Station,
            ["recurrence"] = RecurrenceText,
            ["starts_on"] = Platform.Database.Columns.Text(StartsOn),
            ["times"] = StoredTimes,
            ["deputies"] = StoredDeputies,
            ["at_once"] = AtOnce.ToString(CultureInfo.InvariantCulture),
            ["topic"] = Topic,
            ["guests"] = Guests,
            ["capacity"] = Capacity.ToString(CultureInfo.InvariantCulture),
            ["day_off"] = Terms.Of(DayOff),
            ["exceptions"] = StoredExceptions,
            ["active"] = Active ? "是" : "否",
        };
    }

    public override string Name => "reception-rules";

    public override string OperationName => "ReceptionRule";

    public override SheetDefinition Sheet => SheetDefinition.ReceptionRules;

    public override IReadOnlyList<string> Keys => ["id"];

    public override string NumberPrefix => "R";

    protected override string Select => """
        select r.id, coalesce(r.reference, r.id) as number, coalesce(s.reference, s.id) as station, s.id as station_id, s.name as station_name, r.recurrence, r.starts_on,
          r.times as stored_times, r.deputies as stored_deputies, r.at_once, r.topic, r.guests, r.capacity, r.day_off, r.exceptions as stored_exceptions, r.active, r.version
        from reception_rules r join stations s on s.id = r.station_id where r.jurisdiction = @Jurisdiction order by coalesce(r.reference, r.id)
        """;

    public override IReadOnlyDictionary<string, string?> Columns(Fields fields) => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["id"] = fields.Number,
        ["station"] = fields.Station,
        ["recurrence"] = fields.Recurrence,
        ["starts_on"] = fields.StartsOn is { } on ? Platform.Database.Columns.Text(on) : null,
        ["times"] = Joined(fields.Times),
        ["deputies"] = Joined(fields.Deputies),
        ["at_once"] = fields.AtOnce?.ToString(CultureInfo.InvariantCulture),
        ["topic"] = fields.Topic,
        ["guests"] = fields.Guests,
        ["capacity"] = fields.Capacity?.ToString(CultureInfo.InvariantCulture),
        ["day_off"] = fields.DayOff?.ToString(),
        ["exceptions"] = Joined(fields.Exceptions),
    };

    private static string? Joined(IReadOnlyList<string>? parts) => parts is null ? null : string.Join('|', parts);
}
