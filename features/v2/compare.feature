# language: zh-CN
@v2
功能: V2信息比对
  依据: identity_service/glz1it, identity_service/cgs6ee, identity_service/vickfs

  @V2-COMPARE-01 @person
  场景大纲: 个人信息一致：<比对>
    依据: identity_service/glz1it, tvpxgn1qmwnw0t4v, cgs6ee, kyken6, yp6dhb, vqoype, ofppps, qqd8bs
    假如 一个未实名的人
    当 调用方为他比对<比对>
    那么 调用成功
    而且 返回数据为
      | verifyId | 非空 |

    例子:
      | 比对             |
      | 个人二要素       |
      | 运营商二要素     |
      | 运营商三要素     |
      | 运营商三要素详情 |
      | 银行卡三要素     |
      | 银行卡三要素详情 |
      | 银行卡四要素     |
      | 银行卡四要素详情 |

  @V2-COMPARE-02 @person
  场景大纲: 个人信息不一致，仍返回verifyId：<比对> <字段>
    依据: identity_service/glz1it 30504001, kyken6 30501010 30501006, vqoype, qqd8bs 30504031、30504033、30504034、30504038；哪种情形用哪个码 Unknown
    假如 一个未实名的人
    而且 另有一个未实名的人
    当 调用方为他比对<比对>
      | <字段> | <值> |
    那么 错误码是<错误码>
    而且 返回数据为
      | verifyId | 非空 |

    例子:
      | 比对             | 字段     | 值                  | 错误码   |
      | 个人二要素       | name     | {别人.姓名}         | 30504001 |
      | 个人二要素       | name     | 知                  | 30504001 |
      | 个人二要素       | idNo     | {别人.证件号}       | 30504001 |
      | 运营商二要素     | name     | {别人.姓名}         | 30504001 |
      | 运营商二要素     | mobileNo | {别人.手机号}       | 30504001 |
      | 运营商三要素     | mobileNo | {别人.手机号}       | 30504001 |
      | 运营商三要素详情 | mobileNo | {别人.手机号}       | 30501010 |
      | 运营商三要素详情 | name     | {别人.姓名}         | 30501006 |
      | 银行卡三要素     | cardNo   | {别人.银行卡号}     | 30504001 |
      | 银行卡三要素详情 | cardNo   | {别人.银行卡号}     | 30504001 |
      | 银行卡三要素详情 | name     | {别人.姓名}         | 30504001 |
      | 银行卡四要素     | mobileNo | {别人.手机号}       | 30504001 |
      | 银行卡四要素详情 | name     | {别人.姓名}         | 30504031 |
      | 银行卡四要素详情 | mobileNo | {别人.手机号}       | 30504033 |
      | 银行卡四要素详情 | cardNo   | 6222021202020199999 | 30504034 |
      | 银行卡四要素详情 | cardNo   | {别人.银行卡号}     | 30504038 |

  @V2-COMPARE-03 @person @strict
  场景大纲: 银行卡三要素详情版说明不一致之处，字形与文档相同：<字段>
    依据: identity_service/vqoype
    假如 一个未实名的人
    而且 另有一个未实名的人
    当 调用方为他比对银行卡三要素详情
      | <字段> | <值> |
    那么 错误信息包含"<信息>"

    例子:
      | 字段   | 值              | 信息                     |
      | name   | {别人.姓名}     | 姓名与⾝份证号不⼀致     |
      | cardNo | {别人.银行卡号} | 银行卡号与身份证号不一致 |

  @V2-COMPARE-04 @person
  场景大纲: 数据源不能判断的手机号，按不一致回答：<角色> <比对>
    依据: identity_service/geg8ga 30504001（携号转网、虚拟运营商）；详情版的码 Unknown
    假如 一个<角色>的人
    当 调用方为他比对<比对>
    那么 错误码是30504001
    而且 返回数据为
      | verifyId | 非空 |

    例子:
      | 角色                 | 比对             |
      | 手机号已携号转网     | 运营商二要素     |
      | 手机号已携号转网     | 运营商三要素     |
      | 使用虚拟运营商手机号 | 运营商三要素详情 |

  @V2-COMPARE-05 @person
  场景大纲: 缺少或写错参数，没有verifyId：<比对> <字段> <值>
    依据: identity_service/glz1it, tvpxgn1qmwnw0t4v, cgs6ee, kyken6, yp6dhb, ofppps, qqd8bs；详情版里写错参数的码 Unknown
    假如 一个未实名的人
    当 调用方为他比对<比对>
      | <字段> | <值> |
    那么 错误码是<错误码>
    而且 返回数据为
      | verifyId | 缺 |

    例子:
      | 比对             | 字段     | 值                   | 错误码   |
      | 个人二要素       | idNo     | 缺                   | 30500101 |
      | 个人二要素       | idNo     | "330283199003070118" | 30500101 |
      | 个人二要素       | name     | ""                   | 30500101 |
      | 个人二要素       | name     | " 林知秋"            | 30500116 |
      | 运营商二要素     | name     | 缺                   | 30500100 |
      | 运营商二要素     | mobileNo | 缺                   | 30500100 |
      | 运营商二要素     | name     | LIN                  | 30500101 |
      | 运营商二要素     | mobileNo | "1395740010"         | 30500101 |
      | 运营商三要素     | name     | 林                   | 30500101 |
      | 运营商三要素     | mobileNo | 缺                   | 30500101 |
      | 运营商三要素详情 | idNo     | 缺                   | 30500100 |
      | 运营商三要素详情 | name     | 林                   | 30500119 |
      | 运营商三要素详情 | idNo     | "1"                  | 30500118 |
      | 运营商三要素详情 | mobileNo | "1"                  | 30500120 |
      | 银行卡三要素     | cardNo   | 缺                   | 30500101 |
      | 银行卡三要素     | cardNo   | "6217"               | 30500101 |
      | 银行卡三要素详情 | cardNo   | "6217"               | 30500101 |
      | 银行卡四要素     | mobileNo | 缺                   | 30500101 |
      | 银行卡四要素     | idNo     | 缺                   | 30500101 |
      | 银行卡四要素详情 | name     | 缺                   | 30500103 |
      | 银行卡四要素详情 | idNo     | 缺                   | 30500104 |
      | 银行卡四要素详情 | mobileNo | 缺                   | 30500106 |
      | 银行卡四要素详情 | cardNo   | 缺                   | 30500107 |

  @V2-COMPARE-06 @person @strict
  场景大纲: 参数错误的说明与文档相同：<比对> <字段>
    依据: identity_service/glz1it, cgs6ee, tvpxgn1qmwnw0t4v
    假如 一个未实名的人
    当 调用方为他比对<比对>
      | <字段> | <值> |
    那么 错误信息包含"<信息>"

    例子:
      | 比对         | 字段 | 值                   | 信息                                   |
      | 个人二要素   | idNo | 缺                   | 参数错误:身份证号不能为空              |
      | 个人二要素   | idNo | "330283199003070118" | 参数错误:请输入正确的身份证号码!       |
      | 个人二要素   | name | 缺                   | 参数错误:姓名不能为空                  |
      | 运营商三要素 | name | 林                   | 参数错误:请输入正确长度的姓名(2-20位)  |
      | 运营商二要素 | name | LIN                  | 参数错误:姓名只支持中文/点符号·        |

  @V2-COMPARE-07 @person
  场景大纲: 持其他证件的人比对银行卡四要素：<字段> <值>
    依据: identity_service/dnism6；写错参数的码 Unknown
    假如 一个持护照的人
    当 调用方为他比对国际银行卡四要素
      | <字段> | <值> |
    那么 错误码是<错误码>

    例子:
      | 字段     | 值                   | 错误码   |
      | certType | INDIVIDUAL_PASSPORT  | 0        |
      | certNo   | E99999999            | 30504001 |
      | mobileNo | "13657400909"        | 30504001 |
      | name     | 缺                   | 30500100 |
      | certType | 缺                   | 30500100 |
      | certNo   | 缺                   | 30500100 |
      | cardNo   | 缺                   | 30500100 |
      | certType | INDIVIDUAL_CH_IDCARD | 30500101 |

  @V2-COMPARE-08 @person
  场景: 持港澳居民居住证的人比对银行卡四要素
    依据: identity_service/dnism6（INDIVIDUAL_CH_RESIDENCE_PERMIT_HK_MO_TW）
    假如 一个持港澳居民居住证的人
    当 调用方为他比对国际银行卡四要素
      | certType | INDIVIDUAL_CH_RESIDENCE_PERMIT_HK_MO_TW |
    那么 调用成功

  @V2-COMPARE-09 @person
  场景: 每次比对各有verifyId
    依据: identity_service/glz1it
    假如 一个未实名的人
    而且 另有一个未实名的人
    当 调用方为他连续3次比对个人二要素
    而且 调用方为他连续2次比对运营商三要素
    而且 调用方为别人比对个人二要素
    而且 调用方为他比对银行卡三要素
      | name | {别人.姓名} |
    那么 共有7个互不相同的verifyId

  @V2-COMPARE-10 @person @clock
  场景: 相同信息一分钟内比对10次，封禁一分钟
    依据: identity_service/cgs6ee 30504900；第10次是否还回答 Unknown，本项目的选择：回答
    假如 一个未实名的人
    而且 另有一个未实名的人
    而且 调用方为他连续9次比对了运营商三要素
    当 时间过去59秒
    而且 调用方为他比对运营商三要素
    那么 调用成功
    当 调用方为他比对运营商三要素
    那么 错误码是30504900
    而且 返回数据为
      | verifyId | 缺 |
    当 调用方为别人比对运营商三要素
    那么 调用成功
    当 调用方为他比对个人二要素
    那么 调用成功
    当 时间过去59秒
    而且 调用方为他比对运营商三要素
    那么 错误码是30504900
    当 时间过去1秒
    而且 调用方为他比对运营商三要素
    那么 调用成功

  @V2-COMPARE-11 @person @clock
  场景: 一分钟以前的比对不再计入
    依据: identity_service/cgs6ee（1分钟内10次）
    假如 一个未实名的人
    而且 调用方为他连续9次比对了运营商三要素
    当 时间过去60秒
    而且 调用方为他连续10次比对运营商三要素
    那么 调用成功
    当 调用方为他比对运营商三要素
    那么 错误码是30504900

  @V2-COMPARE-12 @person @clock
  场景: 相同信息十分钟内比对20次，封禁十分钟
    依据: identity_service/cgs6ee（10分钟内20次）
    假如 一个未实名的人
    而且 调用方为他连续9次比对了运营商三要素
    当 时间过去2分钟
    而且 调用方为他连续9次比对运营商三要素
    而且 时间过去2分钟
    而且 调用方为他连续2次比对运营商三要素
    那么 调用成功
    当 调用方为他比对运营商三要素
    那么 错误码是30504900
    当 时间过去599秒
    而且 调用方为他比对运营商三要素
    那么 错误码是30504900
    当 时间过去1秒
    而且 调用方为他比对运营商三要素
    那么 调用成功

  @V2-COMPARE-13 @person @clock
  场景: 相同信息一天内比对50次，封禁三十分钟
    依据: identity_service/cgs6ee（一天内50次）；一天是否指最近24小时 Unknown
    假如 一个未实名的人
    而且 调用方为他连续9次比对了运营商三要素
    当 时间过去1小时
    而且 调用方为他连续9次比对运营商三要素
    而且 时间过去1小时
    而且 调用方为他连续9次比对运营商三要素
    而且 时间过去1小时
    而且 调用方为他连续9次比对运营商三要素
    而且 时间过去1小时
    而且 调用方为他连续9次比对运营商三要素
    而且 时间过去1小时
    而且 调用方为他连续5次比对运营商三要素
    那么 共有50个互不相同的verifyId
    当 调用方为他比对运营商三要素
    那么 错误码是30504900
    当 时间过去1799秒
    而且 调用方为他比对运营商三要素
    那么 错误码是30504900
    当 时间过去1秒
    而且 调用方为他比对运营商三要素
    那么 调用成功

  @V2-COMPARE-14 @person @clock
  场景: 个人二要素只有重复的失败才计入
    依据: identity_service/glz1it（相同信息重复失败）
    假如 一个未实名的人
    而且 另有一个未实名的人
    当 调用方为他连续12次比对个人二要素
    那么 调用成功
    当 调用方为他连续10次比对个人二要素
      | name | {别人.姓名} |
    那么 错误码是30504001
    当 调用方为他比对个人二要素
      | name | {别人.姓名} |
    那么 错误码是30504900
    当 调用方为他比对个人二要素
    那么 调用成功
    当 时间过去1分钟
    而且 调用方为他比对个人二要素
      | name | {别人.姓名} |
    那么 错误码是30504001

  @V2-COMPARE-15 @person
  场景大纲: 数据源不可用，或订单余额不足：<规则>
    依据: identity_service/tvpxgn1qmwnw0t4v 30504002, identity_service/geg8ga 30503107
    假如 一个未实名的人
    而且 规则<规则>改为false
    当 调用方为他比对<比对>
    那么 错误码是<错误码>
    而且 返回数据为
      | verifyId | 缺 |

    例子:
      | 规则                | 比对             | 错误码   |
      | data_source_answers | 运营商二要素     | 30504002 |
      | data_source_answers | 运营商三要素详情 | 30504002 |
      | order_balance_left  | 个人二要素       | 30503107 |

  @V2-COMPARE-16 @organization
  场景大纲: 企业信息一致：<比对>
    依据: identity_service/nkcwuq, vickfs, xsafn3, docs/identity 企业3要素、律所3要素、非工商组织3要素信息比对
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    当 调用方为企业比对<比对>
    那么 调用成功
    而且 返回数据为
      | verifyId       | 非空   |
      | errCode        | 空或缺 |
      | errMsg         | 空或缺 |
      | compareDetails | 空或缺 |

    例子:
      | 比对             |
      | 企业二要素       |
      | 组织三要素       |
      | 企业三要素       |
      | 企业四要素       |
      | 律所三要素       |
      | 非工商组织三要素 |

  @V2-COMPARE-17 @organization
  场景大纲: 企业信息不一致，仍返回verifyId：<比对> <字段>
    依据: identity_service/nkcwuq, vickfs, xsafn3, docs/identity 律所3要素、非工商组织3要素信息比对 30504001
    假如 一个未实名的人
    而且 另有一个未实名的人
    而且 法定代表人是他的一家企业
    当 调用方为企业比对<比对>
      | <字段> | <值> |
    那么 错误码是30504001
    而且 返回数据为
      | verifyId | 非空 |

    例子:
      | 比对             | 字段           | 值                   |
      | 企业二要素       | name           | 宁波别的名称有限公司 |
      | 企业二要素       | orgCode        | 91330212MA2K8H316Q   |
      | 组织三要素       | legalRepName   | {别人.姓名}          |
      | 企业三要素       | name           | 宁波别的名称有限公司 |
      | 企业四要素       | legalRepCertNo | {别人.证件号}        |
      | 企业四要素       | legalRepCertNo | 随意写的             |
      | 律所三要素       | legalRepName   | {别人.姓名}          |
      | 非工商组织三要素 | name           | 宁波别的名称有限公司 |

  @V2-COMPARE-18 @organization
  场景大纲: 企业比对缺少或写错参数：<比对> <字段> <值>
    依据: identity_service/nkcwuq 30500101；其余接口的码 Unknown
    假如 一个未实名的人
    而且 法定代表人是他的一家企业
    当 调用方为企业比对<比对>
      | <字段> | <值> |
    那么 错误码是<错误码>
    而且 返回数据为
      | verifyId | 缺 |

    例子:
      | 比对             | 字段           | 值                   | 错误码   |
      | 企业二要素       | name           | 宁                   | 30500101 |
      | 企业二要素       | orgCode        | 缺                   | 30500101 |
      | 企业二要素       | orgCode        | "91330283MA2JX70158" | 30500101 |
      | 组织三要素       | legalRepName   | 缺                   | 30500113 |
      | 企业三要素       | orgCode        | 缺                   | 30500101 |
      | 企业四要素       | legalRepCertNo | 缺                   | 30500100 |
      | 律所三要素       | codeUSC        | 缺                   | 30500101 |
      | 非工商组织三要素 | codeUSC        | "330283000123451"    | 30500101 |

  @V2-COMPARE-19 @organization
  场景: 使用工商注册号的企业
    依据: identity_service/nkcwuq（15位工商注册号或统一社会信用代码）
    假如 一个未实名的人
    而且 法定代表人是他的一家使用工商注册号的企业
    当 调用方为企业比对企业二要素
    那么 调用成功

  @V2-COMPARE-20 @organization
  场景大纲: 开通后返回比对详情和登记状态：一家<状态>企业
    依据: identity_service/xsafn3 compareDetails；状态异常是否算一致 Unknown，本项目的选择：不一致
    假如 一个未实名的人
    而且 规则compare_details_told改为true
    而且 法定代表人是他的一家<状态>企业
    当 调用方为企业比对企业四要素
    那么 错误码是30504001
    而且 返回数据为
      | verifyId                                   | 非空   |
      | compareDetails.sameOrgName                 | 1      |
      | compareDetails.sameOrgCode                 | 1      |
      | compareDetails.sameLegalRepresentative     | 1      |
      | compareDetails.sameLegalRepresentativeCode | 1      |
      | compareDetails.legalOrgState               | <代号> |

    例子:
      | 状态             | 代号 |
      | 已注销的         | 2    |
      | 已吊销的         | 3    |
      | 已撤销的         | 4    |
      | 已迁出的         | 5    |
      | 设立中的         | 6    |
      | 清算中的         | 7    |
      | 已停业的         | 8    |
      | 登记状态为其他的 | 9    |
      | 登记状态未知的   | 0    |

  @V2-COMPARE-21 @organization
  场景大纲: 比对详情逐项说明：<字段>
    依据: identity_service/vickfs compareDetails（未查到时全部为0）
    假如 一个未实名的人
    而且 另有一个未实名的人
    而且 规则compare_details_told改为true
    而且 法定代表人是他的一家企业
    当 调用方为企业比对组织三要素
      | <字段> | <值> |
    那么 返回数据为
      | compareDetails.sameOrgName             | <名称> |
      | compareDetails.sameOrgCode             | <代码> |
      | compareDetails.sameLegalRepresentative | <法人> |
      | compareDetails.legalOrgState           | <状态> |

    例子:
      | 字段         | 值                   | 名称 | 代码 | 法人 | 状态 |
      | legalRepName | {姓名}               | 1    | 1    | 1    | 1    |
      | legalRepName | {别人.姓名}          | 1    | 1    | 0    | 1    |
      | name         | 宁波别的名称有限公司 | 0    | 1    | 1    | 1    |
      | orgCode      | 91330212MA2K8H316Q   | 0    | 0    | 0    | 0    |
