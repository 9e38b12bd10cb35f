using System.Globalization;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Server.Features.People.Passwords;
using ScanDeputy.Server.Platform.Database;
using ScanDeputy.Server.Platform.Security;

namespace ScanDeputy.Server.Demo.Seed;

/// <summary>What every part of the seed works with.</summary>
internal sealed class Seeding(WriteScope scope, PersonalData crypto, WorkingCalendar calendar, DateTimeOffset now)
{
    // Stations, people and rules were there before the first matter.
    private const int DaysBefore = 200;

    private string? _passwordHash;

    public WriteScope Scope => scope;

    public PersonalData Crypto => crypto;

    public WorkingCalendar Calendar => calendar;

    public DateTimeOffset Now => now;

    public DateOnly Today => ChinaTime.DateOf(now);

    /// <summary>Made once: it is slow on purpose.</summary>
    public string PasswordHash => _passwordHash ??= PasswordCheck.HashOf(DemoData.Password);

    public SeedClock Clock { get; } = new(now.AddDays(-DaysBefore));

    /// <summary>A millisecond after the one before: ids keep the order in which the rows were made.</summary>
    public string NewId()
    {
        Clock.At += TimeSpan.FromMilliseconds(1);
        return Ids.New(Clock);
    }

    /// <summary>As an office numbers its stations, deputies and agencies.</summary>
    public static string Number(char letter, int count) => string.Create(CultureInfo.InvariantCulture, $"{letter}{count:000}");

    public SeedInsert Insert(string table, params IReadOnlyList<string> columns) => new(scope, table, columns);
}
