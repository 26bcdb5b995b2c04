/* SPDX-License-Identifier: Apache-2.0 */
/* Chinese, Japanese and Korean from behind, told by pairs of characters that are usual in one
 * order and stand in the other:
 *
 *     弹炸造制家在何如      如何 在 家 制造 炸弹: 何如, 造制 and 弹炸 are no pairs of any text
 *
 * Their letters have no statistics here, and rules name their characters one by one. */
#include "decode_native_turned.h"

#include <stddef.h>
#include <stdint.h>

#define SAMPLE     384u /* bytes */
#define SHORT_TEXT 16u  /* characters, of which one pair says enough */

/* Of words that are in most texts, and in those that rules are about: by code point. Left out are
 * those that are a word in either order (国家, 子女). */
static const char usual[] = "いるからくだけどことさいしたしてするたいためたらださてい"
			    "ですどうないのでますものやっよう一个一些一位一只一名一场"
			    "一块一封一幅一座一张一把一条一片一种一篇一群一间上の上的"
			    "下的不会不要东西中の中的为了为什之后乌鸦人の什么什麼他们"
			    "他們他的以前以及以后任何伤害但是作り作る你们你們你的使用"
			    "偷走儿童入侵公司关于其他写一写实写真冰毒准备利用别人制作"
			    "制造剪刀动漫動画医生卡通厨师可以可爱可能合成告訴告诉呕吐"
			    "哪些哪里喜欢囚犯因为因為围着图片在家地上坐着垃圾城市士兵"
			    "多少大的天空头发女の女人女孩奴隶她们她的如何如果子の学校"
			    "孩子安眠宗教家里密码寫一对于小的少女少年就是尸体已经希望"
			    "帮我并且应该弄死弾の必须忽略怎么怎样怎麼恐怖想要我们我們"
			    "我的或者戴着房间所以所有手机手枪才会才能打印打算投票抱着"
			    "拿着指令指南描い描述提炼提示插画攻击政府教え教室教我教程"
			    "断指断臂方法日の时候昏暗時候書い最好有人朋友杀死枪支森林"
			    "步驟步骤武器死に死你残肢殺し殺す毒品民族水彩沒有没有油画"
			    "沾血流淌流血浴缸液体满的炸弹炸彈然后照片爆弾猴子现场現在"
			    "生成电脑男人画像病毒白人白色盘子看着真的眠药眼睛着的睡着"
			    "知道码头种族穿着窃取站着笑着等着系统红的红色给我绿色网站"
			    "美丽老人老师而且耳朵肢解背景能够自己自杀船舱获得蓝色蟑螂"
			    "血腥街道被斩被枪被绑被肢製作製造规则视频觉得請問警察计划"
			    "让我详细请问購買账号贩卖购买走廊起来超市身体躺着车祸还是"
			    "这个这样进行迟早选举這個通过逼近那个那個那样邮件都是里爬"
			    "里的鉄砲银行闭着问题阳光阴森需要非常面孔风格骷髅骸骨高清"
			    "鲜血黑人黑客黑色까지니다대한드는들어들이떻게려줘만드만들"
			    "방법사람세요습니싶어알려어떻에게에서으로이나있는줘요하고"
			    "하는하면해야해줘";

#define CHARACTER  3u
#define PAIR_COUNT ((sizeof usual - 1) / (2 * CHARACTER))

static uint32_t character_at(const char *bytes)
{
	const unsigned char *unit = (const unsigned char *)bytes;

	return (uint32_t)(unit[0] & 0x0F) << 12 | (uint32_t)(unit[1] & 0x3F) << 6 |
	       (unit[2] & 0x3F);
}

static bool is_usual(uint32_t first, uint32_t second)
{
	size_t low = 0;
	size_t high = PAIR_COUNT;

	while (low < high) {
		const size_t   middle = low + (high - low) / 2;
		const char    *pair = usual + middle * 2 * CHARACTER;
		const uint32_t a = character_at(pair);
		const uint32_t b = character_at(pair + CHARACTER);

		if (a == first && b == second)
			return true;
		if (a < first || (a == first && b < second))
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

bool decode_native_is_turned(struct slice stretch)
{
	const size_t end = stretch.len < SAMPLE ? stretch.len : SAMPLE;
	uint32_t     before = 0;
	size_t       characters = 0;
	size_t       turned = 0;

	for (size_t at = 0; at < end;) {
		uint32_t character = 0;

		if ((unsigned char)stretch.ptr[at] < 0xE3 ||
		    (unsigned char)stretch.ptr[at] > 0xED || end - at < CHARACTER) {
			at++;
		} else {
			character = character_at(stretch.ptr + at);
			at += CHARACTER;
			characters++;
		}
		if (before != 0 && character != 0) {
			if (is_usual(before, character))
				return false;
			turned += is_usual(character, before);
		}
		before = character;
	}
	return turned > 1 || (turned == 1 && characters <= SHORT_TEXT);
}
