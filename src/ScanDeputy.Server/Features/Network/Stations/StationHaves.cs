using System.Text.Json.Serialization;
using ScanDeputy.Domain.Stations;

namespace ScanDeputy.Server.Features.Network.Stations;

/// <param name="Present">Null when nobody has said.</param>
/// <param name="Note">What the office says of it.</param>
public sealed record StationHaveState(bool? Present, string? Note);

/// <summary>八有 of a station; what nobody has said anything of is null.</summary>
public sealed record StationHaves(StationHaveState? Venue, StationHaveState? Funds, StationHaveState? Staff, StationHaveState? Rules, StationHaveState? Materials, StationHaveState? Records, StationHaveState? NoticeBoard, StationHaveState? Schedule)
{
    public StationHaveState? Of(StationHave have) => have switch
    {
        StationHave.Venue => Venue,
        StationHave.Funds => Funds,
        StationHave.Staff => Staff,
        StationHave.Rules => Rules,
        StationHave.Materials => Materials,
        StationHave.Records => Records,
        StationHave.NoticeBoard => NoticeBoard,
        StationHave.Schedule => Schedule,
        _ => null,
    };

    /// <summary>The two columns of each, in files and in the database.</summary>
    public static (string Present, string Note) ColumnsOf(StationHave have) => have switch
    {
        StationHave.Venue => ("has_venue", "venue_note"),
        StationHave.Funds => ("has_funds", "funds_note"),
        StationHave.Staff => ("has_staff", "staff_note"),
        StationHave.Rules => ("has_rules", "rules_note"),
        StationHave.Materials => ("has_materials", "materials_note"),
        StationHave.Records => ("has_records", "records_note"),
        StationHave.NoticeBoard => ("has_notice_board", "notice_board_note"),
        StationHave.Schedule => ("has_schedule", "schedule_note"),
        _ => throw new ArgumentOutOfRangeException(nameof(have), have, null),
    };

    /// <summary>All columns, in the order of a template.</summary>
    public static IReadOnlyList<string> AllColumns { get; } =
        [.. Enum.GetValues<StationHave>().SelectMany(have => new[] { ColumnsOf(have).Present, ColumnsOf(have).Note })];
}

/// <summary>The columns of a row of stations as they are read.</summary>
public abstract record StationHaveRow
{
    public StationHaves Haves => new(State(HasVenue, VenueNote), State(HasFunds, FundsNote), State(HasStaff, StaffNote), State(HasRules, RulesNote), State(HasMaterials, MaterialsNote), State(HasRecords, RecordsNote), State(HasNoticeBoard, NoticeBoardNote), State(HasSchedule, ScheduleNote));

    [JsonIgnore]
    public bool? HasVenue { get; init; }

    [JsonIgnore]
    public string? VenueNote { get; init; }

    [JsonIgnore]
    public bool? HasFunds { get; init; }

    [JsonIgnore]
    public string? FundsNote { get; init; }

    [JsonIgnore]
    public bool? HasStaff { get; init; }

    [JsonIgnore]
    public string? StaffNote { get; init; }

    [JsonIgnore]
    public bool? HasRules { get; init; }

    [JsonIgnore]
    public string? RulesNote { get; init; }

    [JsonIgnore]
    public bool? HasMaterials { get; init; }

    [JsonIgnore]
    public string? MaterialsNote { get; init; }

    [JsonIgnore]
    public bool? HasRecords { get; init; }

    [JsonIgnore]
    public string? RecordsNote { get; init; }

    [JsonIgnore]
    public bool? HasNoticeBoard { get; init; }

    [JsonIgnore]
    public string? NoticeBoardNote { get; init; }

    [JsonIgnore]
    public bool? HasSchedule { get; init; }

    [JsonIgnore]
    public string? ScheduleNote { get; init; }

    private static StationHaveState? State(bool? present, string? note) => present is null && note is null ? null : new StationHaveState(present, note);
}
