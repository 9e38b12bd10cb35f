using Microsoft.AspNetCore.Identity;
using ScanDeputy.Domain.Calendars;
using ScanDeputy.Domain.Routing;
using ScanDeputy.Domain.Stations;
using ScanDeputy.Server.Demo;
using ScanDeputy.Server.Platform.Security;
using Xunit;

namespace ScanDeputy.Tests.Demo;

public sealed class DemoPlacesAndPeopleTests(DemoPlacesAndPeopleTests.Demo demo) : IClassFixture<DemoPlacesAndPeopleTests.Demo>
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 9, 30, 0, ChinaTime.Offset);

    private readonly SeededDatabase _seeded = demo.Seeded;

    /// <summary>Seeded once; these tests only read it.</summary>
    public sealed class Demo : IAsyncLifetime
    {
        public SeededDatabase Seeded { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Seeded = await SeededDatabase.SeedAsync(Start, CancellationToken.None);

        public ValueTask DisposeAsync() => Seeded.DisposeAsync();
    }

    [Theory]
    [InlineData("jurisdictions", 2)]
    [InlineData("districts", 170)]
    [InlineData("stations", 47)]
    [InlineData("deputies", 344)]
    [InlineData("agencies", 26)]
    [InlineData("alerts", 0)]
    [InlineData("outbox", 0)]
    public async Task Table_has_so_many_rows(string table, long count) =>
        Assert.Equal(count, await _seeded.ValueAsync<long>($"select count(*) from {table}"));

    [Fact]
    public async Task Stations_are_of_all_kinds_and_only_a_mobile_one_has_no_place()
    {
        var kinds = await _seeded.ListAsync<string>("select distinct kind from stations");
        Assert.Equal(Enum.GetNames<StationKind>().Order(), kinds.Order());
        Assert.Equal(0, await _seeded.ValueAsync<long>("select count(*) from stations where (kind = 'Mobile') <> (lat is null) or (lat is null) <> (lng is null)"));
        Assert.Equal(0, await _seeded.ValueAsync<long>("select count(*) from stations where lat not between 34.85 and 35.10 or lng not between 118.15 and 118.40"));
        Assert.Equal(0, await _seeded.ValueAsync<long>(
            "select count(*) from (select s.id, (select count(*) from station_deputies m where m.station_id = s.id) as n from stations s where s.jurisdiction = '371311') counts where n not between 3 and 15"));
    }

    [Fact]
    public async Task Every_station_has_a_code_that_opens_it_and_old_ones_are_there_too()
    {
        Assert.Equal(47, await _seeded.ValueAsync<long>("select count(distinct station_id) from station_codes where status = 'Active'"));
        Assert.True(await _seeded.ValueAsync<long>("select count(*) from station_codes where status = 'Rotated' and grace_until > @Start", new { Start }) > 1);
        Assert.Equal(1, await _seeded.ValueAsync<long>("select count(*) from station_codes where status = 'Revoked' and revoke_reason is not null"));
        Assert.All(await _seeded.ListAsync<string>("select code from station_codes"), code => Assert.True(StationCode.TryParse(code, out _)));
    }

    [Fact]
    public async Task First_station_is_a_liaison_station_with_the_three_deputies_alone()
    {
        var first = await _seeded.ValueAsync<string>("select id from stations order by id limit 1");

        Assert.Equal("Liaison", await _seeded.ValueAsync<string>("select kind from stations where id = @first", new { first }));
        Assert.Equal(DistrictLevel.Town, DistrictCode.Parse(await _seeded.ValueAsync<string>("select district from stations where id = @first", new { first })).Level);
        Assert.Equal(
            ["deputy-1", "deputy-2", "deputy-3"],
            await _seeded.ListAsync<string>(
                "select u.user_name from station_deputies m join users u on u.deputy_id = m.deputy_id where m.station_id = @first order by m.position", new { first }));
        Assert.Equal(first, await _seeded.ValueAsync<string>("select k.station_id from station_keepers k join users u on u.id = k.user_id where u.user_name = 'keeper-1'"));
    }

    [Fact]
    public async Task Deputies_are_of_five_levels_and_every_one_is_placed()
    {
        var levels = await _seeded.ListAsync<string>("select distinct level from deputies");
        Assert.Equal(["City", "County", "Nation", "Province", "Town"], levels.Order());
        Assert.Equal(344, await _seeded.ValueAsync<long>("select count(distinct deputy_id) from station_deputies"));
        Assert.Equal(344, await _seeded.ValueAsync<long>("select count(*) from users where deputy_id is not null"));
        Assert.Equal(0, await _seeded.ValueAsync<long>("select count(*) from deputies where pledge not like '%（演示数据）' or term not like '%（演示数据）'"));
    }

    [Fact]
    public async Task Reception_days_are_the_next_sixty_days_working_days()
    {
        var days = (await _seeded.ListAsync<string>("select distinct held_on from reception_days")).Select(DateOnly.Parse).ToList();

        Assert.True(days.Count > 30);
        Assert.All(days, day => Assert.True(WorkingCalendar.Published.IsWorkingDay(day)));
        Assert.True(days.Min() >= ChinaTime.DateOf(Start));
        Assert.True(await _seeded.ValueAsync<long>("select count(distinct station_id) from reception_days") > 35);
    }

    [Fact]
    public async Task First_category_leads_to_the_agency_of_agency_1()
    {
        Assert.Equal("road-light", await _seeded.ValueAsync<string>("select id from categories where jurisdiction = '371311' order by position limit 1"));
        Assert.Equal("agency-1", await _seeded.ValueAsync<string>(
            "select u.user_name from agency_rules r join users u on u.agency_id = r.agency_id where r.district = '371311000000' and r.category_id = 'road-light'"));
        Assert.Equal(0, await _seeded.ValueAsync<long>(
            "select count(*) from categories c where (stopper is null) <> exists (select 1 from agency_rules r where r.category_id = c.id and substr(r.district, 1, 6) = c.jurisdiction and r.district like '%000000')"));
        Assert.True(await _seeded.ValueAsync<long>("select count(*) from agency_rules where district not like '%000000'") > 3);
    }

    [Fact]
    public async Task Personas_are_complete_and_sign_in_with_the_demo_password()
    {
        string[] expected =
        [
            "admin-1", "admin-2", "agency-1", "agency-2", "agency-3", "agency-4", "auditor-1", "committee-1", "committee-2", "deputy-1", "deputy-2",
            "deputy-3", "deputy-4", "government-1", "government-2", "keeper-1", "resident-1", "resident-2", "resident-3", "resident-4", "supervisor-1", "supervisor-2", "supervisor-3",
            "town-1", "town-super-1",
        ];
        Assert.Equal(expected, await _seeded.ListAsync<string>("select u.user_name from users u join user_roles r on r.user_id = u.id where u.user_name is not null order by 1"));
        Assert.Equal([1L, 2L, 3L, 1L], await _seeded.ListAsync<long>("select supervisor_level from users where supervisor_level is not null order by user_name"));
        foreach (var name in expected)
        {
            var openId = _seeded.Crypto.Decrypt(PersonalDataPurpose.OpenId, await TextAsync("openid_encrypted", name));
            var phone = _seeded.Crypto.Decrypt(PersonalDataPurpose.Phone, await TextAsync("phone_encrypted", name));
            Assert.Matches("^o[0-9A-Za-z_-]{27}$", openId);
            Assert.Matches("^139000000[0-9]{2}$", phone);
            Assert.Equal(_seeded.Crypto.LookupHash(PersonalDataPurpose.OpenId, openId), await TextAsync("openid_hash", name));
            Assert.Equal(_seeded.Crypto.LookupHash(PersonalDataPurpose.Phone, phone), await TextAsync("phone_hash", name));
            Assert.NotEmpty(_seeded.Crypto.Decrypt(PersonalDataPurpose.Name, await TextAsync("name_encrypted", name)));
        }

        var hash = await TextAsync("password_hash", "deputy-1");
        Assert.Equal(PasswordVerificationResult.Success, new PasswordHasher<string>().VerifyHashedPassword("", hash, DemoData.Password));
    }

    [Fact]
    public async Task The_neighbour_s_people_belong_to_their_own_jurisdiction_and_its_first_station_is_deputy_4_s()
    {
        string[] expected = ["admin-2", "agency-4", "committee-2", "deputy-4", "government-2", "resident-4"];
        Assert.Equal(expected, await _seeded.ListAsync<string>("select user_name from users where jurisdiction = '371302' and user_name is not null order by 1"));
        var first = await _seeded.ValueAsync<string>("select id from stations where jurisdiction = '371302' order by id limit 1");
        Assert.Equal(["deputy-4"], await _seeded.ListAsync<string>(
            "select u.user_name from station_deputies m join users u on u.deputy_id = m.deputy_id where m.station_id = @first", new { first }));
        Assert.Equal("agency-4", await _seeded.ValueAsync<string>(
            """
            select u.user_name from agency_rules r join users u on u.agency_id = r.agency_id join categories c on c.id = r.category_id
            where c.jurisdiction = '371302' order by c.position limit 1
            """));
        Assert.Equal(0, await _seeded.ValueAsync<long>("select count(*) from cases where jurisdiction <> '371311'"));
    }

    [Fact]
    public async Task The_town_s_people_are_of_the_town_of_the_first_station()
    {
        Assert.Equal(["town-1", "town-super-1"], await _seeded.ListAsync<string>("select user_name from users where town is not null order by 1"));
        Assert.Equal(["371311001000"], await _seeded.ListAsync<string>("select distinct town from users where town is not null"));
        Assert.Equal("371311001000", await _seeded.ValueAsync<string>(
            "select s.district from stations s join station_keepers k on k.station_id = s.id join users u on u.id = k.user_id where u.user_name = 'keeper-1'"));
        Assert.StartsWith("罗庄街道", _seeded.Crypto.Decrypt(PersonalDataPurpose.Name, await TextAsync("name_encrypted", "town-1")), StringComparison.Ordinal);
        Assert.InRange(
            await _seeded.ValueAsync<long>("select count(*) from cases where district between '371311001000' and '371311001999'"),
            20, await _seeded.ValueAsync<long>("select count(*) from cases") - 20);
    }

    [Fact]
    public async Task Work_waits_for_every_persona_that_has_a_desk()
    {
        for (var n = 1; n <= 3; n++)
        {
            Assert.True(await WaitingAsync("Deputy", $"deputy-{n}", "k.status = 'Received'") >= 4);
            Assert.Equal(2, await WaitingAsync("Deputy", $"deputy-{n}", "k.status = 'Replied'"));
            Assert.True(await WaitingAsync("AgencyHandler", $"agency-{n}", "k.status in ('Assigned', 'Handling')") >= 4);
            Assert.True(await _seeded.ValueAsync<long>(
                "select count(*) from cases k join users u on u.id = k.resident_id where u.user_name = @name and k.waiting_role = 'Resident'", new { name = $"resident-{n}" }) >= 2);
        }

        Assert.True(await _seeded.ValueAsync<long>("select count(*) from cases where waiting_role = 'CommitteeOffice'") >= 8);
        Assert.True(await _seeded.ValueAsync<long>("select count(*) from cases where waiting_role = 'GovernmentOffice'") >= 8);
    }

    private Task<string> TextAsync(string column, string name) => _seeded.ValueAsync<string>($"select {column} from users where user_name = @name", new { name });

    private Task<long> WaitingAsync(string role, string name, string condition) => _seeded.ValueAsync<long>(
        $"select count(*) from cases k join users u on k.waiting_id in (u.deputy_id, u.agency_id) where k.waiting_role = @role and u.user_name = @name and {condition}",
        new { role, name });
}
